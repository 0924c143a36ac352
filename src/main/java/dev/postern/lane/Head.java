package dev.postern.lane;

import dev.postern.ledger.ReplicaId;
import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of a lane.
 *
 * @param tail the last number that was given; 0 where none was
 * @param done the last number that is finished with
 * @param holding who drains it, if anyone
 * @param retry how the entry after {@code done} fares
 * @param blockedBy the dead letter that the lane waits for a person over
 * @param skipped the message after {@code done} that a person gave up: whoever drains the lane
 *     declares it dead, if it is not yet, and passes on
 */
public record Head(
    long tail,
    long done,
    Holding holding,
    Retry retry,
    Optional<MessageId> blockedBy,
    Optional<MessageId> skipped) {

  /** A lane that nothing ever stood in. */
  public static final Head ABSENT =
      new Head(0, 0, Holding.NOBODY, Retry.FRESH, Optional.empty(), Optional.empty());

  /**
   * The lease on a lane.
   *
   * @param holder who has it, if anyone
   * @param fence grows at each change of hands
   * @param counter grows at each write of the holder
   */
  public record Holding(Optional<ReplicaId> holder, long fence, long counter) {
    public static final Holding NOBODY = new Holding(Optional.empty(), 0, 0);
  }

  /**
   * The trying of the entry after {@code done}.
   *
   * @param tries that failed, of whatever cause; the backoff grows with them
   * @param charged those of them that the message itself is held to have caused
   * @param dueAt before when not to try again
   * @param attemptedAt when a holder began an attempt whose end is not written
   * @param lastError what the last try failed of
   */
  public record Retry(
      int tries,
      int charged,
      Optional<Instant> dueAt,
      Optional<Instant> attemptedAt,
      Optional<String> lastError) {
    public static final Retry FRESH =
        new Retry(0, 0, Optional.empty(), Optional.empty(), Optional.empty());

    /** The same, to be tried again at another time. */
    Retry due(Instant at) {
      return new Retry(tries, charged, Optional.of(at), Optional.empty(), lastError);
    }

    /** The state after one more try that failed. */
    Retry failed(String error, boolean ofBroker, Instant nextDueAt) {
      return new Retry(
          tries + 1,
          ofBroker ? charged : charged + 1,
          Optional.of(nextDueAt),
          Optional.empty(),
          Optional.of(error));
    }
  }

  /** The same lane, the next entry's trying as given. */
  Head trying(Retry next) {
    return new Head(tail, done, holding, next, blockedBy, skipped);
  }

  /** The same lane, finished with that number. */
  Head at(long number) {
    return new Head(tail, number, holding, Retry.FRESH, blockedBy, Optional.empty());
  }

  /** How many messages, at most, wait. */
  public long depth() {
    return tail - done;
  }

  /** Does every number have its end, and does nothing block the way? */
  public boolean isClear() {
    return tail == done && blockedBy.isEmpty();
  }
}
