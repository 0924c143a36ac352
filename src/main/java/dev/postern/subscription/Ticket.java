package dev.postern.subscription;

import dev.postern.message.GroupId;
import java.time.Instant;
import java.util.Optional;

/**
 * What the outcome of one hand-over is told by.
 *
 * @param copy the message as it lies on the queue
 * @param attempt which hand-over of the message this is, from 1
 * @param version of the message's {@link Delivery}; 0 where none was written
 * @param until when the message is no longer the consumer's
 */
public record Ticket(
    InboundId message,
    Optional<GroupId> group,
    Copy copy,
    int attempt,
    long version,
    Instant until) {

  /** One copy of a message on the queue, as it was received. */
  public record Copy(String queueId, String receipt) {
    static Copy of(Arrival arrival) {
      return new Copy(arrival.queueId(), arrival.receipt());
    }
  }

  /** The version that its outcome is a change of. */
  Optional<Long> seen() {
    return Optional.of(version).filter(written -> written > 0);
  }

  /** The same, for longer. */
  Ticket until(long newVersion, Instant later) {
    return new Ticket(message, group, copy, attempt, newVersion, later);
  }
}
