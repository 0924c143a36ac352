package dev.postern.aws;

import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.NumberedBatch;
import dev.postern.ledger.SeriesEnd;
import dev.postern.ledger.SeriesId;
import dev.postern.message.MessageId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Numbers in DynamoDB: the end of each series is an item, which moves on in one transaction with
 * the records that take its numbers.
 */
record DynamoDbSeries(Table table) {
  private static final String LAST = "last";
  private static final String BY = "by";

  /** The entry, the ends of the series and the records, in this order, as one transaction. */
  CompletionStage<Optional<NumberedBatch.Refusal>> insert(NumberedBatch batch) {
    List<Item> records =
        batch.places().stream().map(place -> Item.of(RecordForm.write(place.record()))).toList();
    return table
        .packing()
        .pack(records, RecordForm.PACKED)
        .thenCompose(closed -> insert(batch, closed));
  }

  private CompletionStage<Optional<NumberedBatch.Refusal>> insert(
      NumberedBatch batch, List<Item> records) {
    Map<SeriesId, NumberedBatch.Step> steps = batch.steps();
    List<SeriesId> series = List.copyOf(steps.keySet());
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(batch.entryIsThere() ? stillOwn(batch.entry()) : open(batch));
    series.forEach(each -> writes.add(move(each, steps.get(each), batch.entry().id())));
    for (int place = 0; place < records.size(); place++) {
      writes.add(put(batch.places().get(place).insteadOf(), records.get(place)));
    }
    return table
        .transacted(writes)
        .thenApply(refused -> refused.isEmpty() ? Optional.empty() : refusal(series, refused));
  }

  private TransactWriteItem open(NumberedBatch batch) {
    return table.putIfAbsent(Item.of(JournalForm.write(batch.entry(), batch.keepUntil())));
  }

  private TransactWriteItem stillOwn(JournalEntry entry) {
    return table.check(
        Key.journal(entry.id()),
        ConditionCheck.builder()
            .conditionExpression(JournalForm.OWNER + " = :owner")
            .expressionAttributeValues(Map.of(":owner", Item.string(entry.owner().value()))));
  }

  private TransactWriteItem move(SeriesId series, NumberedBatch.Step step, EntryId by) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":to", Item.number(step.to()));
    values.put(":by", Item.string(by.toString()));
    values.put(":v", Item.number(Item.VERSION));
    if (step.from() > 0) {
      values.put(":from", Item.number(step.from()));
    }
    return table.update(
        Key.series(series),
        Update.builder()
            .updateExpression("SET #last = :to, #by = :by, v = :v")
            .conditionExpression(step.from() > 0 ? "#last = :from" : "attribute_not_exists(#last)")
            .expressionAttributeNames(Map.of("#last", LAST, "#by", BY))
            .expressionAttributeValues(values)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
  }

  private TransactWriteItem put(Optional<MessageId> insteadOf, Item record) {
    return insteadOf
        .map(old -> replace(old, record.attributes()))
        .orElseGet(() -> table.putIfAbsent(record));
  }

  private TransactWriteItem replace(MessageId old, Map<String, AttributeValue> item) {
    return TransactWriteItem.builder()
        .put(
            put ->
                put.tableName(table.name())
                    .item(item)
                    .conditionExpression(RecordForm.REPLACEABLE)
                    .expressionAttributeNames(RecordForm.TTL_NAME)
                    .expressionAttributeValues(Map.of(":old", Item.string(old.toString()))))
        .build();
  }

  private static Optional<NumberedBatch.Refusal> refusal(
      List<SeriesId> series, Map<Integer, Map<String, AttributeValue>> refused) {
    Map<SeriesId, SeriesEnd> ends = new HashMap<>();
    Set<Integer> taken = new HashSet<>();
    refused.forEach(
        (place, old) -> {
          if (place > series.size()) {
            taken.add(place - 1 - series.size());
          } else if (place > 0) {
            ends.put(series.get(place - 1), end(Item.of(old)));
          }
        });
    return Optional.of(new NumberedBatch.Refusal(refused.containsKey(0), taken, ends));
  }

  private static SeriesEnd end(Item item) {
    return new SeriesEnd(item.longOr(LAST, 0), item.maybeText(BY).map(EntryId::of));
  }

  CompletionStage<Map<SeriesId, SeriesEnd>> ends(Collection<SeriesId> series) {
    KeysAndAttributes keys =
        KeysAndAttributes.builder()
            .consistentRead(true)
            .keys(series.stream().map(each -> Key.series(each).attributes()).toList())
            .build();
    return Table.guarded(
            table.client().batchGetItem(get -> get.requestItems(Map.of(table.name(), keys))))
        .thenApply(
            answer -> {
              Map<SeriesId, SeriesEnd> ends = new HashMap<>();
              series.forEach(each -> ends.put(each, SeriesEnd.NONE));
              answer
                  .responses()
                  .getOrDefault(table.name(), List.of())
                  .forEach(item -> ends.put(Key.series(item.get("pk").s()), end(Item.of(item))));
              Optional.ofNullable(answer.unprocessedKeys().get(table.name()))
                  .ifPresent(
                      unread ->
                          unread.keys().forEach(key -> ends.remove(Key.series(key.get("pk").s()))));
              return ends;
            });
  }
}
