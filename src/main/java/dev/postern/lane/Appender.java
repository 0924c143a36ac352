package dev.postern.lane;

import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.ledger.StoreUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gives a message its durable place in line. */
public final class Appender {
  /**
   * How long an append may go on with a number it was given; after that it takes a new one. A
   * holder waits much longer before it declares such a number a hole.
   */
  static final Duration PUT_WITHIN = Duration.ofSeconds(10);

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
        .thenCompose(
            number -> {
              if (putBy.hasPassed()) {
                return CompletableFuture.failedFuture(
                    new StoreUnavailable("the lane's number came too late", null, true));
              }
              return lanes
                  .put(lane, number, entry)
                  .thenCompose(
                      standing ->
                          isOwn(standing, entry)
                              ? CompletableFuture.completedFuture(number)
                              : append(lane, entry));
            });
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
