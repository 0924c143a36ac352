package dev.postern.lane;

import dev.postern.ledger.ReplicaId;
import dev.postern.message.DeathReason;
import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;

/**
 * The durable store of lanes and dead letters.
 *
 * <p>Every read but {@link #due} is strongly consistent. A stage that fails with {@link
 * dev.postern.ledger.StoreUnavailable} leaves it open whether the write was done. Adapters do not
 * retry by themselves. Thread-safe, never blocking.
 */
public interface Lanes {
  /** The right of a holder: every write of it is made on the condition that the fence stands. */
  record Hold(LaneId lane, long fence) {}

  /**
   * A dead letter as it is listed.
   *
   * @param unknownSince when the first attempt began that the broker may have accepted, if one did
   * @param expiresAt when it runs out
   * @param erased its message's payload is: it can't be redriven
   */
  record DeadLetter(
      DestinationName destination,
      MessageId message,
      Optional<GroupId> group,
      Outcome.Dead outcome,
      Optional<Instant> unknownSince,
      Instant expiresAt,
      boolean erased) {

    /** The same, with its payload erased or not. */
    public DeadLetter erased(boolean isErased) {
      return new DeadLetter(
          destination, message, group, outcome, unknownSince, expiresAt, isErased);
    }

    /** Would a redrive perhaps publish it a second time? */
    public boolean mayBePublished() {
      return unknownSince.isPresent() || outcome.reason() == DeathReason.OUTCOME_UNKNOWN;
    }
  }

  /** The heads of these lanes; one that could not be read is missing. */
  CompletionStage<Map<LaneId, Head>> heads(Collection<LaneId> lanes);

  /**
   * Gives out the next number and makes the lane findable, without unblocking it or hurrying a
   * backoff.
   */
  CompletionStage<Long> reserve(LaneId lane, Instant now);

  /** Puts an entry where nothing is; else gives what is there. */
  CompletionStage<Optional<LaneEntry>> put(LaneId lane, long number, LaneEntry entry);

  /**
   * Takes the lane over from the holding that was seen, nothing where it has moved on since. From
   * then on an attempt for the entry after {@code done} may be under way, so that is written too.
   */
  CompletionStage<Optional<Hold>> take(
      LaneId lane, ReplicaId taker, Head.Holding seen, Instant attemptedAt);

  /** The entries from a number on, at most {@code most}. */
  CompletionStage<SortedMap<Long, LaneEntry>> entries(LaneId lane, long from, int most);

  /** Moves the counter on. False where the lane is another's. */
  CompletionStage<Boolean> renew(Hold hold);

  /** Writes when an attempt began that may have been accepted, if none stands there yet. */
  CompletionStage<Void> markUnknown(LaneId lane, long number, Instant since);

  /**
   * Writes that the attempt is over and failed, and when the next is due; gives the lane up to
   * whoever finds it then.
   */
  CompletionStage<Boolean> postpone(Hold hold, Head.Retry retry);

  /** Moves {@code done} on to a number that is greater, and begins the attempt for the next. */
  CompletionStage<Boolean> advance(Hold hold, long done, Instant attemptedAt);

  /**
   * Stops the lane at the entry after {@code done} until a person has decided. False where the lane
   * is another's, and where a person gave up the message before it was dead.
   */
  CompletionStage<Boolean> block(Hold hold, MessageId by);

  /**
   * Gives the lane up where {@code done} is the tail; false where it is not or not the holder's.
   */
  CompletionStage<Boolean> release(Hold hold, long tail, Instant now);

  /** Gives the lane up as it is, for others to go on. False where it is not the holder's. */
  CompletionStage<Boolean> leave(Hold hold);

  /**
   * Puts a tombstone in the place of an entry that {@code done} has not passed: its message is
   * finished with, or stands further back.
   */
  CompletionStage<Void> strike(LaneId lane, long number, LaneEntry.Tombstone tombstone);

  /** Deletes an entry that {@code done} has passed. */
  CompletionStage<Void> remove(LaneId lane, long number);

  /** Lanes of a destination's index shard that were due by then, the longest waiting first. */
  CompletionStage<List<LaneId>> due(DestinationName destination, int dueShard, Instant by);

  /**
   * Lists a dead letter, once for each death; nothing where the message is no longer dead of it, so
   * that a late call does not list what was redriven meanwhile. One whose payload was erased
   * meanwhile is listed as such, whatever the letter says.
   */
  CompletionStage<Void> bury(DeadLetter letter);
}
