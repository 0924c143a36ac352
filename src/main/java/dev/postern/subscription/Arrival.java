package dev.postern.subscription;

import java.util.Optional;

/**
 * A message as it was received from the queue once.
 *
 * @param queueId SQS's own id of it; of two that are one message to its producer each has its own
 * @param receipt by which it is deleted or hidden; good until it is received again
 * @param receiveCount how often it was received by now, this time included: from 1
 * @param flaw what is wrong with it, where it is not to be handed over
 */
public record Arrival(
    Inbound message, String queueId, String receipt, int receiveCount, Optional<Flaw> flaw) {
  /** What is wrong with a message, in words for people, and what it dies of. */
  public record Flaw(Poison poison, String text) {}

  /** What it dies of without being handed over, where there is something. */
  Optional<Poison> poison() {
    return flaw.map(Flaw::poison)
        .or(() -> message.payload().isEmpty() ? Optional.of(Poison.UNREADABLE) : Optional.empty());
  }
}
