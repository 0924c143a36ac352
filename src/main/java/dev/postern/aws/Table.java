package dev.postern.aws;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The one table, with every failure told as {@link dev.postern.ledger.StoreUnavailable}. */
record Table(DynamoDbAsyncClient client, String name) {
  /** What a condition said. */
  record Checked<T>(Optional<T> done, Map<String, AttributeValue> instead) {}

  CompletionStage<Optional<Item>> get(Key key) {
    return guarded(
            client.getItem(get -> get.tableName(name).key(key.attributes()).consistentRead(true)))
        .thenApply(
            answer -> answer.hasItem() ? Optional.of(Item.of(answer.item())) : Optional.empty());
  }

  /** Puts on a condition; where it fails, gives what stands there. */
  CompletionStage<Optional<Item>> putUnless(PutItemRequest.Builder put) {
    return checked(client.putItem(put.tableName(name).build()))
        .thenApply(
            checked ->
                checked.done().isPresent()
                    ? Optional.empty()
                    : Optional.of(Item.of(checked.instead())));
  }

  /** Did the condition hold? */
  CompletionStage<Boolean> update(UpdateItemRequest.Builder update) {
    return updated(update).thenApply(Optional::isPresent);
  }

  /** The returned attributes, or nothing where the condition failed. */
  CompletionStage<Optional<Item>> updated(UpdateItemRequest.Builder update) {
    return checked(client.updateItem(update.tableName(name).build()))
        .thenApply(checked -> checked.done().map(answer -> Item.of(answer.attributes())));
  }

  /** Did the condition hold? Something that is not there meets none that names an attribute. */
  CompletionStage<Boolean> delete(Key key, String condition, Map<String, AttributeValue> values) {
    return checked(
            client.deleteItem(
                delete ->
                    delete
                        .tableName(name)
                        .key(key.attributes())
                        .conditionExpression(condition)
                        .expressionAttributeValues(values)))
        .thenApply(checked -> checked.done().isPresent());
  }

  private static <T> CompletionStage<Checked<T>> checked(CompletableFuture<T> call) {
    return call.handle(
        (answer, failure) -> {
          if (failure == null) {
            return new Checked<>(Optional.of(answer), Map.of());
          }
          Fault fault = Fault.of(failure);
          if (fault.cause() instanceof ConditionalCheckFailedException instead) {
            return new Checked<>(Optional.empty(), instead.hasItem() ? instead.item() : Map.of());
          }
          throw new CompletionException(fault.asStoreUnavailable());
        });
  }

  static <T> CompletionStage<T> guarded(CompletableFuture<T> call) {
    return call.handle(
        (answer, failure) -> {
          if (failure != null) {
            throw new CompletionException(Fault.of(failure).asStoreUnavailable());
          }
          return answer;
        });
  }
}
