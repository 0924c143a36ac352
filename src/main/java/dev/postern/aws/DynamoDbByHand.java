package dev.postern.aws;

import dev.postern.lane.ByHand;
import dev.postern.lane.Head;
import dev.postern.lane.LaneEntry;
import dev.postern.lane.LaneId;
import dev.postern.lane.Lanes;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What is done by hand, in DynamoDB. */
public final class DynamoDbByHand implements ByHand {
  private static final Map<String, String> TTL = Map.of("#ttl", "ttl");

  private final Table table;

  DynamoDbByHand(Table table) {
    this.table = table;
  }

  @Override
  public CompletionStage<List<Place>> shelved(Shelf shelf, Optional<Place> after, int most) {
    AttributeValue shard =
        shelf.dueShard().isPresent()
            ? LaneForm.dueShard(shelf.destination(), shelf.dueShard().getAsInt())
            : LaneForm.blockedShard(shelf.destination());
    QueryRequest.Builder query =
        QueryRequest.builder()
            .tableName(table.name())
            .indexName(DynamoDbLanes.DUE_INDEX)
            .limit(most)
            .keyConditionExpression("dueShard = :shard")
            .expressionAttributeValues(Map.of(":shard", shard));
    after.ifPresent(place -> query.exclusiveStartKey(indexKey(place, shard)));
    return Table.guarded(table.client().query(query.build()))
        .thenApply(
            answer ->
                answer.items().stream()
                    .map(Item::of)
                    .map(
                        item -> new Place(Key.lane(item.text("pk")), item.instant(LaneForm.DUE_AT)))
                    .toList());
  }

  private static Map<String, AttributeValue> indexKey(Place place, AttributeValue shard) {
    Map<String, AttributeValue> key = new HashMap<>(Key.head(place.lane()).attributes());
    key.put(LaneForm.DUE_SHARD, shard);
    key.put(LaneForm.DUE_AT, Item.millis(place.dueAt()));
    return key;
  }

  @Override
  public CompletionStage<Map<LaneId, LaneEntry>> entriesAt(Map<LaneId, Long> numbers) {
    KeysAndAttributes keys =
        KeysAndAttributes.builder()
            .consistentRead(true)
            .keys(
                numbers.entrySet().stream()
                    .map(each -> Key.entry(each.getKey(), each.getValue()).attributes())
                    .toList())
            .build();
    return Table.guarded(
            table.client().batchGetItem(get -> get.requestItems(Map.of(table.name(), keys))))
        .thenApply(
            answer ->
                answer.responses().getOrDefault(table.name(), List.of()).stream()
                    .collect(
                        Collectors.toMap(
                            item -> Key.lane(item.get("pk").s()),
                            item -> LaneForm.readEntry(Item.of(item)))));
  }

  @Override
  public CompletionStage<Boolean> giveUp(LaneId lane, Head seen, MessageId message, Instant now) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":by", Item.string(message.toString()));
    values.put(":shard", LaneForm.dueShard(lane));
    values.put(":now", Item.millis(now));
    return table.update(
        UpdateItemRequest.builder()
            .key(Key.head(lane).attributes())
            .updateExpression("SET skp = :by, dueShard = :shard, dueAt = :now REMOVE blk")
            .conditionExpression(
                stillDone(seen, values) + " AND (attribute_not_exists(blk) OR blk = :by)")
            .expressionAttributeValues(values));
  }

  private static String stillDone(Head seen, Map<String, AttributeValue> values) {
    if (seen.done() == 0) {
      return "attribute_exists(pk) AND attribute_not_exists(done)";
    }
    values.put(":done", Item.number(seen.done()));
    return "done = :done";
  }

  @Override
  public CompletionStage<Boolean> unblock(LaneId lane, Head seen, Instant now) {
    return table.transact(List.of(unblocking(lane, seen, now))).thenApply(Set::isEmpty);
  }

  /** The fence grows with it, so that what the last holder may still write changes nothing. */
  private TransactWriteItem unblocking(LaneId lane, Head seen, Instant now) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":by", Item.string(seen.blockedBy().orElseThrow().toString()));
    values.put(":shard", LaneForm.dueShard(lane));
    values.put(":now", Item.millis(now));
    values.put(":one", Item.number(1));
    return table.update(
        Key.head(lane),
        Update.builder()
            .updateExpression(
                "SET dueShard = :shard, dueAt = :now REMOVE blk, tries, chg, err, att"
                    + " ADD ctr :one, fence :one")
            .conditionExpression(stillDone(seen, values) + " AND blk = :by")
            .expressionAttributeValues(values));
  }

  @Override
  public CompletionStage<Boolean> revive(
      LaneId lane, Head seen, Lanes.DeadLetter letter, LaneEntry.Redrive redrive) {
    TransactWriteItem entry =
        table.update(
            Key.entry(lane, seen.done() + 1),
            Update.builder()
                .updateExpression("SET rd = :at, mp = :maybe REMOVE us")
                .conditionExpression("id = :id")
                .expressionAttributeValues(
                    Map.of(
                        ":id", Item.string(letter.message().toString()),
                        ":at", Item.millis(redrive.at()),
                        ":maybe", AttributeValue.fromBool(redrive.mayBePublished()))));
    return table
        .transact(
            List.of(
                unblocking(lane, seen, redrive.at()),
                reviving(letter),
                entry,
                table.delete(DeadLetterForm.key(letter))))
        .thenApply(Set::isEmpty);
  }

  private TransactWriteItem reviving(Lanes.DeadLetter letter) {
    Map<String, String> names = new HashMap<>(DeadLetterForm.stillDeadNames());
    names.putAll(TTL);
    return table.update(
        Key.record(letter.message().keyHash()),
        Update.builder()
            .updateExpression("REMOVE oc, #ttl")
            .conditionExpression(DeadLetterForm.REDRIVABLE)
            .expressionAttributeNames(names)
            .expressionAttributeValues(DeadLetterForm.stillDeadValues(letter)));
  }

  @Override
  public CompletionStage<PutBack> putBack(
      LaneId lane, long number, Lanes.DeadLetter letter, LaneEntry.Redrive redrive) {
    LaneEntry waiting =
        new LaneEntry.Waiting(
            letter.message(), Optional.empty(), Head.Retry.FRESH, Optional.of(redrive));
    TransactWriteItem entry = table.putIfAbsent(LaneForm.write(Key.entry(lane, number), waiting));
    return table
        .transact(List.of(entry, reviving(letter), table.deletePresent(DeadLetterForm.key(letter))))
        .thenApply(
            refused -> {
              if (refused.isEmpty()) {
                return PutBack.DONE;
              }
              return refused.equals(Set.of(0)) ? PutBack.NUMBER_TAKEN : PutBack.NOT_DEAD;
            });
  }

  @Override
  public CompletionStage<List<Lanes.DeadLetter>> letters(
      DestinationName destination, Direction direction, Optional<LetterPlace> after, int most) {
    QueryRequest.Builder query =
        QueryRequest.builder()
            .tableName(table.name())
            .consistentRead(true)
            .limit(most)
            .scanIndexForward(direction == Direction.OLDEST_FIRST)
            .keyConditionExpression("pk = :pk")
            .expressionAttributeValues(Map.of(":pk", Item.string(Key.deadLetters(destination))));
    after.ifPresent(
        place ->
            query.exclusiveStartKey(
                Key.deadLetter(destination, place.diedAt(), place.message()).attributes()));
    return Table.guarded(table.client().query(query.build()))
        .thenApply(
            answer ->
                answer.items().stream()
                    .map(item -> DeadLetterForm.read(destination, Item.of(item)))
                    .toList());
  }

  @Override
  public CompletionStage<Optional<Lanes.DeadLetter>> letter(
      DestinationName destination, LetterPlace place) {
    return table
        .get(Key.deadLetter(destination, place.diedAt(), place.message()))
        .thenApply(item -> item.map(there -> DeadLetterForm.read(destination, there)));
  }

  @Override
  public CompletionStage<Deletion> delete(Lanes.DeadLetter letter, LaneId lane, Instant expiresAt) {
    TransactWriteItem blocksNothing =
        table.check(
            Key.head(lane),
            ConditionCheck.builder()
                .conditionExpression("attribute_not_exists(blk) OR blk <> :id")
                .expressionAttributeValues(
                    Map.of(":id", Item.string(letter.message().toString()))));
    Map<String, String> names = new HashMap<>(DeadLetterForm.stillDeadNames());
    names.putAll(TTL);
    Map<String, AttributeValue> values = new HashMap<>(DeadLetterForm.stillDeadValues(letter));
    values.put(":expires", Item.millis(expiresAt));
    values.put(":ttl", RecordForm.ttl(expiresAt));
    TransactWriteItem expiring =
        table.update(
            Key.record(letter.message().keyHash()),
            Update.builder()
                .updateExpression("SET ex = :expires, #ttl = :ttl")
                .conditionExpression(DeadLetterForm.STILL_DEAD)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values));
    return table
        .transact(List.of(blocksNothing, expiring, table.deletePresent(DeadLetterForm.key(letter))))
        .thenApply(
            refused -> {
              if (refused.isEmpty()) {
                return Deletion.DONE;
              }
              return refused.equals(Set.of(0)) ? Deletion.BLOCKS : Deletion.GONE;
            });
  }
}
