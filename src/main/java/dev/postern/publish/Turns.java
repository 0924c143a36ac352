package dev.postern.publish;

import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import java.time.Duration;
import java.util.Optional;

/**
 * The time that each message of a request has once its turn has come.
 *
 * @param end of the request as a whole, if it has one
 */
record Turns(PublishMany.Waiting waiting, Optional<End> end) {
  /**
   * When a request is at its end.
   *
   * @param ofWaiting from then on messages are handed over without waiting
   * @param ofBeginning from then on none is begun
   */
  record End(Deadline ofWaiting, Deadline ofBeginning) {}

  boolean areOver() {
    return end.map(at -> at.ofBeginning().hasPassed()).orElse(false);
  }

  /** Of a message whose turn is now. */
  Call.Patience patience() {
    Duration wait =
        end.map(at -> at.ofWaiting().left())
            .filter(left -> left.compareTo(waiting.each()) < 0)
            .orElse(waiting.each());
    return Call.Patience.of(wait, waiting.usual());
  }

  /** Until when a message whose turn is now may wait for its place. */
  Deadline placeUntil(Scheduler scheduler) {
    return Deadline.in(end.isPresent() ? Duration.ZERO : waiting.most(), scheduler);
  }
}
