package dev.postern.aws;

import dev.postern.ledger.StoreUnavailable;
import dev.postern.message.SubscriptionName;
import dev.postern.order.Entry;
import dev.postern.order.Track;
import dev.postern.order.TrackId;
import dev.postern.order.Tracks;
import dev.postern.subscription.InboundId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Tracks and what waits in them, in DynamoDB.
 *
 * <p>A track's head comes before its entries in one partition, so that one query reads it and the
 * first of them.
 */
public final class DynamoDbTracks implements Tracks {
  /** How often a look begins anew since what it saw first was taken away under it. */
  private static final int MOST_LOOKS = 3;

  private final Table table;
  private final Versioned versioned;
  private final TrackEntries entries;

  DynamoDbTracks(Table table) {
    this.table = table;
    this.versioned = new Versioned(table);
    this.entries = new TrackEntries(table);
  }

  @Override
  public CompletionStage<Map<TrackId, Track>> find(Collection<TrackId> tracks) {
    return table
        .getAll(tracks.stream().distinct().map(Key::track).toList(), KeysAndAttributes.builder())
        .thenApply(
            items -> {
              Map<TrackId, Track> found = new HashMap<>();
              items.stream().map(TrackForm::read).forEach(track -> found.put(track.id(), track));
              return found;
            });
  }

  /** An entry of several items takes a second read, of a time at which it may be gone. */
  @Override
  public CompletionStage<View> look(TrackId track) {
    return look(track, MOST_LOOKS);
  }

  private CompletionStage<View> look(TrackId id, int left) {
    if (left == 0) {
      return CompletableFuture.failedFuture(
          new StoreUnavailable("DynamoDB: an entry kept changing while it was read", null, false));
    }
    return query(
            QueryRequest.builder()
                .consistentRead(true)
                .limit(2)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", Item.string(Key.track(id).pk()))))
        .thenCompose(
            items -> {
              Optional<Track> track =
                  items.stream().filter(Key::isTrack).findFirst().map(TrackForm::read);
              Optional<Item> first = items.stream().filter(item -> !Key.isTrack(item)).findFirst();
              return first.isEmpty()
                  ? CompletableFuture.completedFuture(new View(track, Optional.empty()))
                  : entries
                      .whole(id, first.get())
                      .thenCompose(
                          entry ->
                              entry.isPresent()
                                  ? CompletableFuture.completedFuture(new View(track, entry))
                                  : look(id, left - 1));
            });
  }

  private CompletionStage<List<Item>> query(QueryRequest.Builder query) {
    return Table.guarded(table.client().query(query.tableName(table.name()).build()))
        .thenApply(answer -> answer.items().stream().map(Item::of).toList());
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
    Item item = TrackForm.write(change.next());
    long seen = change.seen().version();
    return seen == 0
        ? table.insertion(item.attributes())
        : versioned.update(item, TrackForm.absent(item), seen);
  }

  @Override
  public CompletionStage<Write> writeAndRemove(Change change, Entry.Ref entry) {
    return write(change, entries.removal(entry));
  }

  @Override
  public CompletionStage<Write> passBy(Change change, Passed passed) {
    return write(change, List.of(table.put(TrackForm.write(change.next().id(), passed))));
  }

  private CompletionStage<Write> write(Change change, List<TransactWriteItem> others) {
    Item item = TrackForm.write(change.next());
    long seen = change.seen().version();
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(seen == 0 ? table.putIfAbsent(item) : versioned.put(item, seen));
    writes.addAll(others);
    return table
        .transact(writes)
        .thenApply(refused -> refused.isEmpty() ? Write.WRITTEN : Write.CONFLICT);
  }

  /** Notes do not overlap, so only the first that ends beyond the number can be of it. */
  @Override
  public CompletionStage<Boolean> isPassed(TrackId track, long number) {
    Key key = Key.passed(track, number);
    return query(
            QueryRequest.builder()
                .consistentRead(true)
                .limit(1)
                .keyConditionExpression("pk = :pk AND sk > :number")
                .expressionAttributeValues(
                    Map.of(":pk", Item.string(key.pk()), ":number", Item.string(key.sk()))))
        .thenApply(notes -> notes.stream().anyMatch(note -> TrackForm.readFrom(note) <= number));
  }

  /**
   * Where a statement failed otherwise, or what stood in the way was gone when it was read, the
   * call fails as a whole; it may be repeated.
   */
  @Override
  public CompletionStage<List<InboundId>> keep(List<Entry> some) {
    try {
      return entries.keep(some);
    } catch (IllegalArgumentException tooLong) {
      return CompletableFuture.failedFuture(tooLong);
    }
  }

  @Override
  public CompletionStage<Void> remove(List<Entry.Ref> some) {
    return entries.remove(some);
  }

  @Override
  public CompletionStage<List<TrackId>> due(
      SubscriptionName subscription, int shard, Instant by, int most) {
    return indexed(TrackForm.dueShard(subscription, shard), by, most);
  }

  @Override
  public CompletionStage<List<TrackId>> lacking(
      SubscriptionName subscription, Instant by, int most) {
    return indexed(TrackForm.gapShard(subscription), by, most);
  }

  private CompletionStage<List<TrackId>> indexed(AttributeValue shard, Instant by, int most) {
    return query(
            QueryRequest.builder()
                .indexName(DynamoDbLanes.DUE_INDEX)
                .limit(most)
                .keyConditionExpression("dueShard = :shard AND dueAt <= :by")
                .expressionAttributeValues(Map.of(":shard", shard, ":by", Item.millis(by))))
        .thenApply(items -> items.stream().map(item -> Key.trackId(item.text("pk"))).toList());
  }
}
