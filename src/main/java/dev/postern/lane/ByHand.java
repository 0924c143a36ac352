package dev.postern.lane;

import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The store of lanes and dead letters as people work on it: lists, and what is done by hand.
 *
 * <p>Every change is one write of all or nothing, so that a crash leaves it done or not done and
 * never half of it: a lane without its block whose message is still dead would be blocked again, a
 * message without its outcome that stands in no lane would be lost. After a fault the same call
 * finds out which it was. Adapters do not retry by themselves. Thread-safe, never blocking.
 */
public interface ByHand {
  /**
   * A part of the index of waiting lanes.
   *
   * @param dueShard empty where blocked lanes are listed
   */
  record Shelf(DestinationName destination, OptionalInt dueShard) {
    static Shelf blocked(DestinationName destination) {
      return new Shelf(destination, OptionalInt.empty());
    }

    static List<Shelf> backlogged(DestinationName destination) {
      return IntStream.range(0, LaneId.DUE_SHARDS)
          .mapToObj(shard -> new Shelf(destination, OptionalInt.of(shard)))
          .toList();
    }

    /** All, in the order in which they are listed. */
    static List<Shelf> all(DestinationName destination) {
      return Stream.concat(Stream.of(blocked(destination)), backlogged(destination).stream())
          .toList();
    }
  }

  /** Where a lane stands on its shelf: the longest due first. */
  record Place(LaneId lane, Instant dueAt) {}

  /** Where a dead letter stands in its list. */
  record LetterPlace(Instant diedAt, MessageId message) {
    static LetterPlace of(Lanes.DeadLetter letter) {
      return new LetterPlace(letter.outcome().at(), letter.message());
    }
  }

  /** Which way a list of dead letters goes. */
  enum Direction {
    NEWEST_FIRST,
    OLDEST_FIRST
  }

  /** What became of a redrive to the tail. */
  enum PutBack {
    DONE,
    /** Something stands at that number: it was given up. Nothing was done. */
    NUMBER_TAKEN,
    /** The letter is gone, the message not dead of it, or its payload erased. Nothing was done. */
    NOT_DEAD
  }

  /** What became of a deletion. */
  enum Deletion {
    DONE,
    /** It blocks its lane. Nothing was done. */
    BLOCKS,
    /** The letter is gone. */
    GONE
  }

  /**
   * The lanes on a shelf after a place, at most so many; fewer only where there are no more. Not
   * strongly consistent: a lane may stand here for a while after it was moved.
   */
  CompletionStage<List<Place>> shelved(Shelf shelf, Optional<Place> after, int most);

  /**
   * What stands at these numbers of these lanes, at most 100; where nothing does, it is missing.
   */
  CompletionStage<Map<LaneId, LaneEntry>> entriesAt(Map<LaneId, Long> numbers);

  /**
   * Writes that the message after {@code done} is given up, takes away its block, if it has one,
   * and makes the lane due. False where {@code done} has moved since the head was seen or another
   * message blocks.
   *
   * <p>The lane is not advanced here: only who drains it knows whether an attempt is under way.
   */
  CompletionStage<Boolean> giveUp(LaneId lane, Head seen, MessageId message, Instant now);

  /**
   * Takes the block away and makes the lane due, its attempts at zero; false where it is not
   * blocked as it was seen. For a block whose message is not dead any more.
   */
  CompletionStage<Boolean> unblock(LaneId lane, Head seen, Instant now);

  /**
   * The same for a message that is dead, which comes to life again at its old number: its outcome
   * and its letter, if that still is there, are removed in the same write. What is known of earlier
   * attempts no longer counts but as a possible duplicate. False also where its payload is erased.
   */
  CompletionStage<Boolean> revive(
      LaneId lane, Head seen, Lanes.DeadLetter letter, LaneEntry.Redrive redrive);

  /** Puts a dead letter's message at a reserved number; outcome and letter are removed with it. */
  CompletionStage<PutBack> putBack(
      LaneId lane, long number, Lanes.DeadLetter letter, LaneEntry.Redrive redrive);

  /** The dead letters after a place, at most so many; fewer only where there are no more. */
  CompletionStage<List<Lanes.DeadLetter>> letters(
      DestinationName destination, Direction direction, Optional<LetterPlace> after, int most);

  /** The letter of a death. */
  CompletionStage<Optional<Lanes.DeadLetter>> letter(
      DestinationName destination, LetterPlace place);

  /**
   * Deletes a dead letter that blocks nothing; the message's record expires at the time given.
   *
   * @param lane in which the message would block
   */
  CompletionStage<Deletion> delete(Lanes.DeadLetter letter, LaneId lane, Instant expiresAt);
}
