package dev.postern.aws;

import dev.postern.ledger.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The one table, with every failure told as {@link dev.postern.ledger.StoreUnavailable}.
 *
 * @param packing through which goes what messages say
 */
record Table(DynamoDbAsyncClient client, String name, Packing packing) {
  /** One in which everything stands as it is. */
  Table(DynamoDbAsyncClient client, String name) {
    this(client, name, Packing.NONE);
  }

  /** What a condition said. */
  record Checked<T>(Optional<T> done, Map<String, AttributeValue> instead) {}

  CompletionStage<Optional<Item>> get(Key key) {
    return guarded(
            client.getItem(get -> get.tableName(name).key(key.attributes()).consistentRead(true)))
        .thenApply(
            answer -> answer.hasItem() ? Optional.of(Item.of(answer.item())) : Optional.empty());
  }

  /**
   * Those that there are, in any order.
   *
   * @param keys at most 100, each once
   * @param read what of them is read
   */
  CompletionStage<List<Item>> getAll(List<Key> keys, KeysAndAttributes.Builder read) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    KeysAndAttributes all =
        read.consistentRead(true).keys(keys.stream().map(Key::attributes).toList()).build();
    return guarded(client.batchGetItem(get -> get.requestItems(Map.of(name, all))))
        .thenApply(
            answer -> {
              if (!answer.unprocessedKeys().isEmpty()) {
                throw new StoreUnavailable("DynamoDB: not all of the items were read", null, false);
              }
              return answer.responses().getOrDefault(name, List.of()).stream()
                  .map(Item::of)
                  .toList();
            });
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

  /**
   * Writes all or nothing.
   *
   * @return the places of the writes whose conditions failed; where there are none, all is written
   */
  CompletionStage<Set<Integer>> transact(List<TransactWriteItem> writes) {
    return transacted(writes).thenApply(Map::keySet);
  }

  /**
   * The same, with what stands at each place whose condition failed, if that was asked for and
   * there is something.
   */
  CompletionStage<Map<Integer, Map<String, AttributeValue>>> transacted(
      List<TransactWriteItem> writes) {
    return client
        .transactWriteItems(transact -> transact.transactItems(writes))
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return Map.of();
              }
              Fault fault = Fault.of(failure);
              Map<Integer, Map<String, AttributeValue>> refused =
                  fault.cause() instanceof TransactionCanceledException canceled
                      ? refused(canceled.cancellationReasons())
                      : Map.of();
              if (refused.isEmpty()) {
                // Also where it met another write: nobody's condition failed, so nothing is known.
                throw new CompletionException(fault.asStoreUnavailable());
              }
              return refused;
            });
  }

  private static Map<Integer, Map<String, AttributeValue>> refused(
      List<CancellationReason> reasons) {
    return IntStream.range(0, reasons.size())
        .filter(place -> "ConditionalCheckFailed".equals(reasons.get(place).code()))
        .boxed()
        .collect(
            Collectors.toMap(
                Function.identity(),
                place -> reasons.get(place).hasItem() ? reasons.get(place).item() : Map.of()));
  }

  /** A put where nothing stands, among other writes. */
  TransactWriteItem putIfAbsent(Item item) {
    return TransactWriteItem.builder()
        .put(
            put ->
                put.tableName(name)
                    .item(item.attributes())
                    .conditionExpression("attribute_not_exists(pk)"))
        .build();
  }

  /** A put among other writes. */
  TransactWriteItem put(Item item) {
    return TransactWriteItem.builder()
        .put(put -> put.tableName(name).item(item.attributes()))
        .build();
  }

  /** An update among other writes. */
  TransactWriteItem update(Key key, Update.Builder update) {
    return TransactWriteItem.builder()
        .update(update.tableName(name).key(key.attributes()).build())
        .build();
  }

  /** A check among other writes. */
  TransactWriteItem check(Key key, ConditionCheck.Builder check) {
    return TransactWriteItem.builder()
        .conditionCheck(check.tableName(name).key(key.attributes()).build())
        .build();
  }

  /** A deletion among other writes. */
  TransactWriteItem delete(Key key) {
    return TransactWriteItem.builder()
        .delete(delete -> delete.tableName(name).key(key.attributes()))
        .build();
  }

  /** The same, of something that must be there. */
  TransactWriteItem deletePresent(Key key) {
    return TransactWriteItem.builder()
        .delete(
            delete ->
                delete
                    .tableName(name)
                    .key(key.attributes())
                    .conditionExpression("attribute_exists(pk)"))
        .build();
  }

  /** A put where nothing stands, as one statement of a batch of them. */
  BatchStatementRequest insertion(Map<String, AttributeValue> item) {
    StringJoiner members = new StringJoiner(",", "{", "}");
    List<AttributeValue> values = new ArrayList<>(item.size());
    item.forEach(
        (attribute, value) -> {
          members.add("'" + attribute + "':?");
          values.add(value);
        });
    return BatchStatementRequest.builder()
        .statement("INSERT INTO \"" + name + "\" VALUE " + members)
        .parameters(values)
        .build();
  }

  /** A deletion of what may be there, as one statement of a batch of them. */
  BatchStatementRequest deletion(Key key) {
    return BatchStatementRequest.builder()
        .statement("DELETE FROM \"" + name + "\" WHERE \"pk\"=? AND \"sk\"=?")
        .parameters(Item.string(key.pk()), Item.string(key.sk()))
        .build();
  }

  /** What a statement failed of; it may have been done, and others of its batch were. */
  static StoreUnavailable failed(BatchStatementError error) {
    return new StoreUnavailable(
        "DynamoDB: " + error.codeAsString() + ": " + error.message(), null, true);
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
