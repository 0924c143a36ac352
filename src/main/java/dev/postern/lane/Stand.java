package dev.postern.lane;

import java.time.Instant;
import java.util.Optional;

/**
 * A number of an unordered lane, and what became of what stands there.
 *
 * @param entry what waits there from now on, where something does
 */
record Stand(long number, Fate fate, Optional<LaneEntry.Waiting> entry) {
  /** What became of the entry at a number. */
  enum Fate {
    /** Nothing stands there yet. */
    HOLE,
    /** A tombstone, which stays. */
    STRUCK,
    /** Its message has its end. */
    FINISHED,
    /** Its time has not come. */
    LEFT,
    /** It was tried, and is to be tried again. */
    FAILED,
    /** It was tried, could not be sent for no fault of its own, and is to be tried again. */
    STALLED;

    boolean isAgain() {
      return this == FAILED || this == STALLED;
    }
  }

  Stand(long number, Fate fate) {
    this(number, fate, Optional.empty());
  }

  Optional<Instant> dueAt() {
    return entry.flatMap(waiting -> waiting.retry().dueAt());
  }

  /** Has its number its end, so that the lane can pass it? */
  boolean isPassable() {
    return fate == Fate.FINISHED || fate == Fate.STRUCK;
  }
}
