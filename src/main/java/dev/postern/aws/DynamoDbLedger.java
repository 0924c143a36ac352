package dev.postern.aws;

import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.NumberedBatch;
import dev.postern.ledger.Progress;
import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.SeriesEnd;
import dev.postern.ledger.SeriesId;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The ledger in DynamoDB. */
public final class DynamoDbLedger implements Ledger {
  private final Table table;
  private final DynamoDbSeries series;

  DynamoDbLedger(Table table) {
    this.table = table;
    this.series = new DynamoDbSeries(table);
  }

  /**
   * One {@code BatchExecuteStatement}: up to 25 statements that succeed and fail one by one, an
   * INSERT where something stands with {@code DuplicateItem}.
   */
  @Override
  public CompletionStage<Inserted> insert(
      JournalEntry entry, Instant keepUntil, List<Record> records) {
    return packed(records)
        .thenCompose(
            items -> {
              List<BatchStatementRequest> statements = new ArrayList<>();
              statements.add(table.insertion(JournalForm.write(entry, keepUntil)));
              items.forEach(item -> statements.add(table.insertion(item.attributes())));
              return Table.guarded(
                  table.client().batchExecuteStatement(batch -> batch.statements(statements)));
            })
        .thenApply(
            answer -> {
              List<Write> writes = answer.responses().stream().map(DynamoDbLedger::write).toList();
              return new Inserted(writes.get(0), writes.subList(1, writes.size()));
            });
  }

  private CompletionStage<List<Item>> packed(List<Record> records) {
    return table
        .packing()
        .pack(records.stream().map(RecordForm::write).map(Item::of).toList(), RecordForm.PACKED);
  }

  private static Write write(BatchStatementResponse answer) {
    if (answer.error() == null) {
      return Write.WRITTEN;
    }
    return answer.error().code() == BatchStatementErrorCodeEnum.DUPLICATE_ITEM
        ? Write.EXISTS
        : Write.FAILED;
  }

  @Override
  public CompletionStage<Optional<NumberedBatch.Refusal>> insert(NumberedBatch batch) {
    return series.insert(batch);
  }

  @Override
  public CompletionStage<Map<SeriesId, SeriesEnd>> ends(Collection<SeriesId> of) {
    return series.ends(of);
  }

  @Override
  public CompletionStage<Boolean> replace(MessageId old, Record record) {
    return packed(List.of(record))
        .thenCompose(
            items ->
                table.putUnless(
                    PutItemRequest.builder()
                        .item(items.get(0).attributes())
                        .conditionExpression(RecordForm.REPLACEABLE)
                        .expressionAttributeNames(RecordForm.TTL_NAME)
                        .expressionAttributeValues(Map.of(":old", Item.string(old.toString())))))
        .thenApply(Optional::isEmpty);
  }

  @Override
  public CompletionStage<Optional<Record>> find(KeyHash key) {
    return table
        .get(Key.record(key))
        .thenCompose(found -> table.packing().unpack(found.stream().toList(), RecordForm.PACKED))
        .thenApply(opened -> opened.stream().findFirst().map(RecordForm::read));
  }

  @Override
  public CompletionStage<Optional<JournalEntry>> find(EntryId entry) {
    return table
        .get(Key.journal(entry))
        .thenApply(item -> item.map(found -> JournalForm.read(entry, found)));
  }

  @Override
  public CompletionStage<Boolean> settle(
      EntryId entry, ReplicaId owner, Map<Integer, Progress> progress) {
    Map<String, String> names = new HashMap<>();
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":owner", Item.string(owner.value()));
    progress.forEach(
        (place, step) -> {
          names.put("#" + place, place.toString());
          values.put(":" + place, OutcomeForm.write(step));
        });
    String sets =
        progress.keySet().stream()
            .map(place -> JournalForm.PROGRESS + ".#" + place + " = :" + place)
            .collect(Collectors.joining(", "));
    return table.update(
        UpdateItemRequest.builder()
            .key(Key.journal(entry).attributes())
            .updateExpression("SET " + sets)
            .conditionExpression(JournalForm.OWNER + " = :owner")
            .expressionAttributeNames(names)
            .expressionAttributeValues(values));
  }

  @Override
  public CompletionStage<List<JournalEntry>> entries(ReplicaId replica, int shard, long from) {
    return Table.guarded(
            table
                .client()
                .query(
                    query ->
                        query
                            .tableName(table.name())
                            .consistentRead(true)
                            .limit(MOST_ENTRIES)
                            .keyConditionExpression("pk = :pk AND sk >= :from")
                            .expressionAttributeValues(
                                Map.of(
                                    ":pk", Item.string(Key.journal(replica, shard)),
                                    ":from", Item.string(Key.padded(from))))))
        .thenApply(
            answer ->
                answer.items().stream()
                    .map(Item::of)
                    .map(
                        item ->
                            JournalForm.read(
                                new EntryId(replica, Long.parseLong(item.text("sk"))), item))
                    .toList());
  }

  @Override
  public CompletionStage<Optional<JournalEntry>> takeOver(JournalEntry seen, ReplicaId owner) {
    return table
        .updated(
            UpdateItemRequest.builder()
                .key(Key.journal(seen.id()).attributes())
                .updateExpression("SET ow = :me")
                .conditionExpression("ow = :seen")
                .expressionAttributeValues(
                    Map.of(
                        ":me", Item.string(owner.value()),
                        ":seen", Item.string(seen.owner().value())))
                .returnValues(ReturnValue.ALL_NEW))
        .thenApply(taken -> taken.map(item -> JournalForm.read(seen.id(), item)));
  }

  @Override
  public CompletionStage<Boolean> hold(MessageId message) {
    return table.update(
        UpdateItemRequest.builder()
            .key(Key.record(message.keyHash()).attributes())
            .updateExpression("REMOVE #ttl")
            .conditionExpression("id = :id AND attribute_not_exists(oc)")
            .expressionAttributeNames(RecordForm.TTL_NAME)
            .expressionAttributeValues(Map.of(":id", Item.string(message.toString()))));
  }

  @Override
  public CompletionStage<Boolean> doubt(MessageId message) {
    return table.update(
        UpdateItemRequest.builder()
            .key(Key.record(message.keyHash()).attributes())
            .updateExpression("SET pd = :yes")
            .conditionExpression("id = :id AND attribute_not_exists(oc)")
            .expressionAttributeValues(
                Map.of(
                    ":id", Item.string(message.toString()),
                    ":yes", AttributeValue.fromBool(true))));
  }

  @Override
  public CompletionStage<Boolean> conclude(Record record, Outcome outcome, Instant keepUntil) {
    return table.update(
        UpdateItemRequest.builder()
            .key(Key.record(record.id().keyHash()).attributes())
            .updateExpression("SET oc = :outcome, ex = :until, #ttl = :ttl")
            .conditionExpression("id = :id AND attribute_not_exists(oc)")
            .expressionAttributeNames(RecordForm.TTL_NAME)
            .expressionAttributeValues(
                Map.of(
                    ":id", Item.string(record.id().toString()),
                    ":outcome", OutcomeForm.write(outcome),
                    ":until", Item.millis(keepUntil),
                    ":ttl", RecordForm.ttl(keepUntil))));
  }
}
