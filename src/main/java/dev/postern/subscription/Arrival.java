package dev.postern.subscription;

import java.util.Optional;

/**
 * A message as it was received from the queue once.
 *
 * @param queueId SQS's own id of it; of two that are one message to its producer each has its own
 * @param receipt by which it is deleted or hidden; good until it is received again
 * @param receiveCount how often it was received by now, this time included: from 1
 * @param flaw what of it can't be read, where that is so
 */
public record Arrival(
    Inbound message, String queueId, String receipt, int receiveCount, Optional<String> flaw) {
  /** Can nobody make of it what it says it is? */
  boolean isUnreadable() {
    return flaw.isPresent() || message.payload().isEmpty();
  }
}
