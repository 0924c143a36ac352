package dev.postern.publish;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.lane.Head;
import dev.postern.lane.LaneEntry;
import dev.postern.lane.LaneId;
import dev.postern.lane.Lanes;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Record;
import dev.postern.message.KeyHash;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import dev.postern.message.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Says at any time what became of a message. Reads only. Thread-safe; never blocks. */
public final class Lookup {
  private static final Duration FIRST_LOOK = Duration.ofMillis(100);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  /** What a look-up finds. */
  public sealed interface Found {
    <T> T fold(Function<MessageState, T> here, Supplier<T> unknown, Supplier<T> expired);

    /** The message and its state. */
    record Here(MessageState state) implements Found {
      @Override
      public <T> T fold(Function<MessageState, T> here, Supplier<T> unknown, Supplier<T> expired) {
        return here.apply(state);
      }
    }

    /** No message of this tenant ever had that id or key, as far as is known. */
    record Unknown() implements Found {
      @Override
      public <T> T fold(Function<MessageState, T> here, Supplier<T> unknown, Supplier<T> expired) {
        return unknown.get();
      }
    }

    /** There was such a message, and its retention has passed. */
    record Expired() implements Found {
      @Override
      public <T> T fold(Function<MessageState, T> here, Supplier<T> unknown, Supplier<T> expired) {
        return expired.get();
      }
    }
  }

  private final Ledger ledger;
  private final Lanes lanes;
  private final Destinations destinations;
  private final Scheduler scheduler;

  public Lookup(Ledger ledger, Lanes lanes, Destinations destinations, Scheduler scheduler) {
    this.ledger = ledger;
    this.lanes = lanes;
    this.destinations = destinations;
    this.scheduler = scheduler;
  }

  /**
   * By id, waiting until the message's state is final, at most that long.
   *
   * @param mayBeSeen told of the message as soon as it is found, before anything is waited for;
   *     what it throws is what the stage fails with
   */
  public CompletionStage<Found> byId(
      Tenant tenant, MessageId id, Duration wait, Consumer<Message> mayBeSeen) {
    Deadline until = Deadline.in(wait, scheduler);
    return look(tenant, id)
        .thenCompose(
            found -> {
              if (found instanceof Found.Here here) {
                mayBeSeen.accept(here.state().message());
              }
              return watch(tenant, id, found, until, FIRST_LOOK);
            });
  }

  /** By the key that a message was published with. */
  public CompletionStage<Found> byKey(Tenant tenant, KeyHash key) {
    return ledger
        .find(key)
        .thenCompose(found -> describe(found.filter(record -> isOf(record, tenant))));
  }

  private CompletionStage<Found> watch(
      Tenant tenant, MessageId id, Found found, Deadline until, Duration pause) {
    boolean open = found.fold(state -> !state.isFinal(), () -> false, () -> false);
    if (!open || until.hasPassed()) {
      return CompletableFuture.completedFuture(found);
    }
    Duration left = until.left();
    Duration next = pause.multipliedBy(2);
    return scheduler
        .after(pause.compareTo(left) < 0 ? pause : left)
        .thenCompose(done -> look(tenant, id))
        .thenCompose(
            again ->
                watch(
                    tenant,
                    id,
                    again,
                    until,
                    next.compareTo(LONGEST_LOOK) < 0 ? next : LONGEST_LOOK));
  }

  private CompletionStage<Found> look(Tenant tenant, MessageId id) {
    return ledger
        .find(id.keyHash())
        .thenCompose(
            found -> {
              Optional<Record> own = found.filter(record -> isOf(record, tenant));
              if (own.isPresent() && !own.get().id().equals(id)) {
                return CompletableFuture.completedFuture(new Found.Expired());
              }
              return describe(own);
            });
  }

  private static boolean isOf(Record record, Tenant tenant) {
    return record.message().tenant().equals(tenant);
  }

  private CompletionStage<Found> describe(Optional<Record> found) {
    if (found.isEmpty()) {
      return CompletableFuture.completedFuture(new Found.Unknown());
    }
    Record record = found.get();
    return ledger
        .standing(record)
        .thenCompose(
            standing ->
                standing.fold(
                    outcome -> known(record, MessageState.of(record, outcome)),
                    () -> retrying(record),
                    entry ->
                        known(record, MessageState.accepted(record, MessageState.Trying.UNKNOWN))));
  }

  /** What waits in a lane never expires; the rest does at its time, deleted by then or not. */
  private CompletionStage<Found> known(Record record, MessageState state) {
    return CompletableFuture.completedFuture(
        record.isExpired(scheduler.now()) ? new Found.Expired() : new Found.Here(state));
  }

  private CompletionStage<Found> retrying(Record record) {
    Optional<Destination> destination = destinations.find(record.message().destination());
    if (destination.isEmpty()) {
      return CompletableFuture.completedFuture(
          new Found.Here(MessageState.retrying(record, MessageState.Trying.UNKNOWN)));
    }
    LaneId lane = LaneId.of(destination.get(), record.id(), record.message());
    return lanes
        .heads(List.of(lane))
        .thenCompose(
            heads -> {
              Head head = heads.getOrDefault(lane, Head.ABSENT);
              long next = head.done() + 1;
              return lanes
                  .entries(lane, next, 1)
                  .thenApply(
                      entries ->
                          isHead(record, entries.get(next))
                              ? trying(head.retry())
                              : MessageState.Trying.UNKNOWN);
            })
        .thenApply(trying -> new Found.Here(MessageState.retrying(record, trying)));
  }

  private static boolean isHead(Record record, LaneEntry first) {
    return first != null
        && first.fold(waiting -> waiting.message().equals(record.id()), tombstone -> false);
  }

  private static MessageState.Trying trying(Head.Retry retry) {
    return new MessageState.Trying(retry.tries(), retry.lastError(), retry.dueAt());
  }
}
