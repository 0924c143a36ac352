package dev.postern.lane;

import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What stands at a number of a lane. */
public sealed interface LaneEntry {
  <T> T fold(Function<Waiting, T> waiting, Function<Tombstone, T> tombstone);

  /**
   * A message in line.
   *
   * @param unknownSince when the first attempt began that the broker may have accepted; empty where
   *     there was none
   * @param retry how it fares; only where there is no order, elsewhere the head says it of the
   *     first
   * @param redrive where a person put it back into line
   */
  record Waiting(
      MessageId message,
      Optional<Instant> unknownSince,
      Head.Retry retry,
      Optional<Redrive> redrive)
      implements LaneEntry {

    /** A message that was never tried in its lane. */
    public Waiting(MessageId message, Optional<Instant> unknownSince) {
      this(message, unknownSince, Head.Retry.FRESH, Optional.empty());
    }

    /** From when on its age counts. */
    Instant youngSince() {
      return redrive.map(Redrive::at).orElse(message.acceptedAt());
    }

    @Override
    public <T> T fold(Function<Waiting, T> waiting, Function<Tombstone, T> tombstone) {
      return waiting.apply(this);
    }
  }

  /**
   * A dead message's second life: attempts and age count from here.
   *
   * @param mayBePublished an attempt before its death may have been accepted
   */
  record Redrive(Instant at, boolean mayBePublished) {}

  /**
   * The number was given up; nobody may stand here any more.
   *
   * @param at when
   */
  record Tombstone(Instant at) implements LaneEntry {
    @Override
    public <T> T fold(Function<Waiting, T> waiting, Function<Tombstone, T> tombstone) {
      return tombstone.apply(this);
    }
  }
}
