package dev.postern.lane;

import dev.postern.flow.Backoff;
import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.ledger.StoreUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Gives a message its durable place in line. */
public final class Appender {
  /**
   * How long an append may go on with a number it was given; after that it takes a new one. A
   * holder waits much longer before it declares such a number a hole.
   */
  static final Duration PUT_WITHIN = Duration.ofSeconds(10);

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

  private final Lanes lanes;
  private final Scheduler scheduler;

  public Appender(Lanes lanes, Scheduler scheduler) {
    this.lanes = lanes;
    this.scheduler = scheduler;
  }

  /**
   * Appends once and says at which number the message stands.
   *
   * <p>After a failure it may stand in the lane or not, and may be appended again: who drains the
   * lane passes over a message whose outcome is known.
   */
  public CompletionStage<Long> append(LaneId lane, LaneEntry.Waiting entry) {
    Deadline putBy = Deadline.in(PUT_WITHIN, scheduler);
    return lanes
        .reserve(lane, scheduler.now())
        .thenCompose(number -> put(lane, number, entry, putBy, 1));
  }

  /**
   * Insists on the number it was given: each that is left empty costs whoever drains the lane its
   * whole patience, and a put whose answer was lost finds itself there.
   */
  private CompletionStage<Long> put(
      LaneId lane, long number, LaneEntry.Waiting entry, Deadline putBy, int attempt) {
    if (putBy.hasPassed()) {
      return CompletableFuture.failedFuture(
          new StoreUnavailable("the lane's number came too late", null, true));
    }
    return lanes
        .put(lane, number, entry)
        .handle(
            (standing, failure) ->
                failure == null
                    ? put(lane, number, entry, standing)
                    : putAgain(lane, number, entry, putBy, attempt, failure))
        .thenCompose(Function.identity());
  }

  private CompletionStage<Long> put(
      LaneId lane, long number, LaneEntry.Waiting entry, Optional<LaneEntry> standing) {
    return isOwn(standing, entry) ? CompletableFuture.completedFuture(number) : append(lane, entry);
  }

  private CompletionStage<Long> putAgain(
      LaneId lane,
      long number,
      LaneEntry.Waiting entry,
      Deadline putBy,
      int attempt,
      Throwable failure) {
    Duration wait = BACKOFF.after(attempt, scheduler.random());
    if (wait.compareTo(putBy.left()) >= 0) {
      return CompletableFuture.failedFuture(failure);
    }
    return scheduler.after(wait).thenCompose(done -> put(lane, number, entry, putBy, attempt + 1));
  }

  private static boolean isOwn(Optional<LaneEntry> standing, LaneEntry.Waiting entry) {
    return standing
        .map(
            there ->
                there.fold(
                    waiting -> waiting.message().equals(entry.message()), tombstone -> false))
        .orElse(true);
  }
}
