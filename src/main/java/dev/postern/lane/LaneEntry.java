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
   */
  record Waiting(MessageId message, Optional<Instant> unknownSince) implements LaneEntry {
    @Override
    public <T> T fold(Function<Waiting, T> waiting, Function<Tombstone, T> tombstone) {
      return waiting.apply(this);
    }
  }

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
