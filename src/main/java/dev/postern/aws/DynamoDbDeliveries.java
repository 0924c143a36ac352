package dev.postern.aws;

import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Deliveries;
import dev.postern.subscription.Delivery;
import dev.postern.subscription.InboundId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Deliveries in DynamoDB. */
public final class DynamoDbDeliveries implements Deliveries {
  private final Table table;
  private final Versioned versioned;

  DynamoDbDeliveries(Table table) {
    this.table = table;
    this.versioned = new Versioned(table);
  }

  @Override
  public CompletionStage<Map<InboundId, Delivery>> find(
      SubscriptionName subscription, Collection<InboundId> messages) {
    List<Key> keys =
        messages.stream().distinct().map(message -> Key.delivery(subscription, message)).toList();
    return table
        .getAll(keys, KeysAndAttributes.builder())
        .thenApply(
            items -> {
              Map<InboundId, Delivery> found = new HashMap<>();
              items.stream()
                  .map(DeliveryForm::read)
                  .forEach(delivery -> found.put(delivery.message(), delivery));
              return found;
            });
  }

  /**
   * One {@code BatchExecuteStatement}, whose statements succeed and fail one by one. Where DynamoDB
   * says of one that it failed within, it may have been done, and the whole call fails.
   */
  @Override
  public CompletionStage<List<Write>> write(List<Change> changes) {
    if (changes.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<BatchStatementRequest> statements = changes.stream().map(this::statement).toList();
    return Table.guarded(
            table.client().batchExecuteStatement(batch -> batch.statements(statements)))
        .thenApply(
            answer ->
                answer.responses().stream()
                    .map(each -> Versioned.told(each, Write.WRITTEN, Write.CONFLICT, Write.FAILED))
                    .toList());
  }

  private BatchStatementRequest statement(Change change) {
    Item item = DeliveryForm.write(change.next());
    return change
        .seen()
        .map(seen -> versioned.update(item, DeliveryForm.absent(item), seen))
        .orElseGet(() -> table.insertion(item.attributes()));
  }
}
