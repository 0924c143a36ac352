package dev.postern.aws;

import dev.postern.lane.Head;
import dev.postern.lane.LaneEntry;
import dev.postern.lane.LaneId;
import dev.postern.lane.Lanes;
import dev.postern.ledger.ReplicaId;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The lanes in DynamoDB. */
public final class DynamoDbLanes implements Lanes {
  static final String DUE_INDEX = "due";

  /** Lanes that one look at the index brings. */
  private static final int MOST_DUE = 100;

  /** How long a clear lane's head is kept, so that a late write still finds its fence. */
  private static final Duration CLEAR_MARGIN = Duration.ofDays(7);

  private static final Map<String, String> TTL = Map.of("#ttl", "ttl");

  private final Table table;

  DynamoDbLanes(Table table) {
    this.table = table;
  }

  @Override
  public CompletionStage<Map<LaneId, Head>> heads(Collection<LaneId> lanes) {
    KeysAndAttributes keys =
        KeysAndAttributes.builder()
            .consistentRead(true)
            .keys(lanes.stream().map(lane -> Key.head(lane).attributes()).toList())
            .build();
    return Table.guarded(
            table.client().batchGetItem(get -> get.requestItems(Map.of(table.name(), keys))))
        .thenApply(
            answer -> {
              Map<LaneId, Head> heads = new HashMap<>();
              lanes.forEach(lane -> heads.put(lane, Head.ABSENT));
              answer
                  .responses()
                  .getOrDefault(table.name(), List.of())
                  .forEach(
                      item ->
                          heads.put(
                              Key.lane(item.get("pk").s()), LaneForm.readHead(Item.of(item))));
              Optional.ofNullable(answer.unprocessedKeys().get(table.name()))
                  .ifPresent(
                      unread ->
                          unread.keys().forEach(key -> heads.remove(Key.lane(key.get("pk").s()))));
              return heads;
            });
  }

  @Override
  public CompletionStage<Long> reserve(LaneId lane, Instant now) {
    return table
        .updated(
            UpdateItemRequest.builder()
                .key(Key.head(lane).attributes())
                .updateExpression(
                    "ADD tail :one SET v = :v, dueShard = if_not_exists(dueShard, :shard),"
                        + " dueAt = if_not_exists(dueAt, :now) REMOVE #ttl")
                .expressionAttributeNames(TTL)
                .expressionAttributeValues(
                    Map.of(
                        ":one", Item.number(1),
                        ":v", Item.number(Item.VERSION),
                        ":shard", LaneForm.dueShard(lane),
                        ":now", Item.millis(now)))
                .returnValues(ReturnValue.UPDATED_NEW))
        .thenApply(updated -> updated.orElseThrow().longOr(LaneForm.TAIL, 0));
  }

  @Override
  public CompletionStage<Optional<LaneEntry>> put(LaneId lane, long number, LaneEntry entry) {
    return table
        .putUnless(
            PutItemRequest.builder()
                .item(LaneForm.write(Key.entry(lane, number), entry).attributes())
                .conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
        .thenApply(standing -> standing.map(LaneForm::readEntry));
  }

  @Override
  public CompletionStage<Optional<Hold>> take(
      LaneId lane, ReplicaId taker, Head.Holding seen, Instant attemptedAt) {
    long fence = seen.fence() + 1;
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":one", Item.number(1));
    values.put(":me", Item.string(taker.value()));
    values.put(":fence", Item.number(fence));
    values.put(":at", Item.millis(attemptedAt));
    return table
        .update(
            UpdateItemRequest.builder()
                .key(Key.head(lane).attributes())
                .updateExpression("SET holder = :me, fence = :fence, att = :at ADD ctr :one")
                .conditionExpression(
                    "attribute_exists(pk) AND "
                        + isStill(LaneForm.FENCE, seen.fence(), values)
                        + " AND "
                        + isStill(LaneForm.COUNTER, seen.counter(), values))
                .expressionAttributeValues(values))
        .thenApply(taken -> taken ? Optional.of(new Hold(lane, fence)) : Optional.empty());
  }

  private static String isStill(String name, long seen, Map<String, AttributeValue> values) {
    if (seen == 0) {
      return "attribute_not_exists(" + name + ")";
    }
    values.put(":seen" + name, Item.number(seen));
    return name + " = :seen" + name;
  }

  @Override
  public CompletionStage<SortedMap<Long, LaneEntry>> entries(LaneId lane, long from, int most) {
    Key first = Key.entry(lane, from);
    Key last = Key.entry(lane, Long.MAX_VALUE);
    return Table.guarded(
            table
                .client()
                .query(
                    query ->
                        query
                            .tableName(table.name())
                            .consistentRead(true)
                            .limit(most)
                            .keyConditionExpression("pk = :pk AND sk BETWEEN :first AND :last")
                            .expressionAttributeValues(
                                Map.of(
                                    ":pk", Item.string(first.pk()),
                                    ":first", Item.string(first.sk()),
                                    ":last", Item.string(last.sk())))))
        .thenApply(
            answer ->
                answer.items().stream()
                    .map(Item::of)
                    .collect(
                        Collectors.toMap(
                            item -> Key.entryNumber(item.text("sk")),
                            LaneForm::readEntry,
                            (one, other) -> one,
                            TreeMap::new)));
  }

  @Override
  public CompletionStage<Boolean> renew(Hold hold) {
    return held(hold, "ADD ctr :one", Map.of());
  }

  @Override
  public CompletionStage<Void> markUnknown(LaneId lane, long number, Instant since) {
    return table
        .update(
            UpdateItemRequest.builder()
                .key(Key.entry(lane, number).attributes())
                .updateExpression("SET us = if_not_exists(us, :since)")
                .conditionExpression("attribute_exists(pk)")
                .expressionAttributeValues(Map.of(":since", Item.millis(since))))
        .thenAccept(marked -> {});
  }

  @Override
  public CompletionStage<Boolean> postpone(Hold hold, Head.Retry retry) {
    return held(
        hold,
        "SET tries = :tries, chg = :charged, err = :error, dueAt = :due"
            + " REMOVE att, holder ADD ctr :one",
        Map.of(
            ":tries", Item.number(retry.tries()),
            ":charged", Item.number(retry.charged()),
            ":error", Item.string(retry.lastError().orElse("")),
            ":due", Item.millis(retry.dueAt().orElseThrow())));
  }

  @Override
  public CompletionStage<Boolean> advance(Hold hold, long done, Instant attemptedAt) {
    return table.update(
        holding(
                hold,
                "SET done = :done, att = :at REMOVE tries, chg, err, skp ADD ctr :one",
                Map.of(":done", Item.number(done), ":at", Item.millis(attemptedAt)))
            .conditionExpression(
                "fence = :fence AND (attribute_not_exists(done) OR done < :done)"));
  }

  @Override
  public CompletionStage<Boolean> block(Hold hold, MessageId by) {
    return table.update(
        holding(
                hold,
                "SET blk = :by, dueShard = :blocked REMOVE holder, att ADD ctr :one",
                Map.of(
                    ":by", Item.string(by.toString()),
                    ":blocked", LaneForm.blockedShard(hold.lane().destination())))
            .conditionExpression("fence = :fence AND attribute_not_exists(skp)"));
  }

  @Override
  public CompletionStage<Boolean> release(Hold hold, long tail, Instant now) {
    return table.update(
        holding(
                hold,
                "SET #ttl = :ttl REMOVE holder, dueShard, dueAt, att, tries, chg, err ADD ctr :one",
                Map.of(
                    ":tail", Item.number(tail),
                    ":ttl", Item.seconds(now.plus(CLEAR_MARGIN))))
            .expressionAttributeNames(TTL)
            .conditionExpression("fence = :fence AND tail = :tail AND done = :tail"));
  }

  @Override
  public CompletionStage<Boolean> leave(Hold hold) {
    return held(hold, "REMOVE att, holder ADD ctr :one", Map.of());
  }

  private CompletionStage<Boolean> held(
      Hold hold, String update, Map<String, AttributeValue> values) {
    return table.update(holding(hold, update, values).conditionExpression("fence = :fence"));
  }

  private static UpdateItemRequest.Builder holding(
      Hold hold, String update, Map<String, AttributeValue> values) {
    Map<String, AttributeValue> all = new HashMap<>(values);
    all.put(":fence", Item.number(hold.fence()));
    all.put(":one", Item.number(1));
    return UpdateItemRequest.builder()
        .key(Key.head(hold.lane()).attributes())
        .updateExpression(update)
        .expressionAttributeValues(all);
  }

  @Override
  public CompletionStage<Void> remove(LaneId lane, long number) {
    return Table.guarded(
            table
                .client()
                .deleteItem(
                    delete ->
                        delete.tableName(table.name()).key(Key.entry(lane, number).attributes())))
        .thenAccept(deleted -> {});
  }

  @Override
  public CompletionStage<List<LaneId>> due(DestinationName destination, int dueShard, Instant by) {
    return Table.guarded(
            table
                .client()
                .query(
                    query ->
                        query
                            .tableName(table.name())
                            .indexName(DUE_INDEX)
                            .limit(MOST_DUE)
                            .keyConditionExpression("dueShard = :shard AND dueAt <= :by")
                            .expressionAttributeValues(
                                Map.of(
                                    ":shard", LaneForm.dueShard(destination, dueShard),
                                    ":by", Item.millis(by)))))
        .thenApply(
            answer -> answer.items().stream().map(item -> Key.lane(item.get("pk").s())).toList());
  }

  @Override
  public CompletionStage<Void> strike(LaneId lane, long number, LaneEntry.Tombstone tombstone) {
    return table
        .putUnless(
            PutItemRequest.builder()
                .item(LaneForm.write(Key.entry(lane, number), tombstone).attributes()))
        .thenAccept(standing -> {});
  }

  @Override
  public CompletionStage<Void> bury(DeadLetter letter) {
    return table
        .transact(DeadLetterForm.listing(table, letter))
        .thenCompose(
            refused ->
                refused.contains(1)
                    // Not dead of it, or its payload is erased, or not, against what was read.
                    ? table.transact(DeadLetterForm.listing(table, letter.erased(!letter.erased())))
                    : CompletableFuture.completedFuture(refused))
        .thenAccept(refused -> {});
  }
}
