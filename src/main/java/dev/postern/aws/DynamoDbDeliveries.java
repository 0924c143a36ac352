package dev.postern.aws;

import dev.postern.ledger.StoreUnavailable;
import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Deliveries;
import dev.postern.subscription.Delivery;
import dev.postern.subscription.InboundId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Deliveries in DynamoDB. */
public final class DynamoDbDeliveries implements Deliveries {
  private final Table table;

  DynamoDbDeliveries(Table table) {
    this.table = table;
  }

  @Override
  public CompletionStage<Map<InboundId, Delivery>> find(
      SubscriptionName subscription, Collection<InboundId> messages) {
    if (messages.isEmpty()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    KeysAndAttributes keys =
        KeysAndAttributes.builder()
            .consistentRead(true)
            .keys(
                messages.stream()
                    .distinct()
                    .map(message -> Key.delivery(subscription, message).attributes())
                    .toList())
            .build();
    return Table.guarded(
            table.client().batchGetItem(get -> get.requestItems(Map.of(table.name(), keys))))
        .thenApply(this::found);
  }

  private Map<InboundId, Delivery> found(BatchGetItemResponse answer) {
    if (!answer.unprocessedKeys().isEmpty()) {
      throw new StoreUnavailable("DynamoDB: not all of the items were read", null, false);
    }
    Map<InboundId, Delivery> found = new HashMap<>();
    for (Map<String, AttributeValue> item :
        answer.responses().getOrDefault(table.name(), List.of())) {
      Delivery delivery = DeliveryForm.read(Item.of(item));
      found.put(delivery.message(), delivery);
    }
    return found;
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
        .thenApply(answer -> answer.responses().stream().map(DynamoDbDeliveries::written).toList());
  }

  private BatchStatementRequest statement(Change change) {
    Item item = DeliveryForm.write(change.next());
    return change
        .seen()
        .map(seen -> update(item, seen))
        .orElseGet(() -> table.insertion(item.attributes()));
  }

  /** Afterwards the item has what this one has, and nothing else; if it has that version. */
  private BatchStatementRequest update(Item item, long seen) {
    StringBuilder statement = new StringBuilder("UPDATE \"" + table.name() + "\"");
    List<AttributeValue> values = new ArrayList<>();
    item.attributes()
        .forEach(
            (name, value) -> {
              if (!name.equals("pk") && !name.equals("sk")) {
                statement.append(" SET \"").append(name).append("\"=?");
                values.add(value);
              }
            });
    DeliveryForm.absent(item)
        .forEach(name -> statement.append(" REMOVE \"").append(name).append('"'));
    statement.append(" WHERE \"pk\"=? AND \"sk\"=? AND \"" + DeliveryForm.VERSION + "\"=?");
    values.add(item.attributes().get("pk"));
    values.add(item.attributes().get("sk"));
    values.add(Item.number(seen));
    return BatchStatementRequest.builder()
        .statement(statement.toString())
        .parameters(values)
        .build();
  }

  private static Write written(BatchStatementResponse answer) {
    BatchStatementError error = answer.error();
    if (error == null) {
      return Write.WRITTEN;
    }
    return switch (error.code()) {
      case DUPLICATE_ITEM, CONDITIONAL_CHECK_FAILED -> Write.CONFLICT;
      case INTERNAL_SERVER_ERROR, UNKNOWN_TO_SDK_VERSION ->
          throw new StoreUnavailable(
              "DynamoDB: " + error.codeAsString() + ": " + error.message(), null, true);
      default -> Write.FAILED;
    };
  }
}
