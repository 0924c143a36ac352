package dev.postern.subscription;

import dev.postern.message.SubscriptionName;
import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter of a subscription, with all that it takes to deliver it after all.
 *
 * @param message payload and attributes as they were
 * @param attempts how often it was handed over
 * @param blocks its group waits for a person's decision; it still lies on the queue
 * @param expiresAt when it runs out
 */
public record Letter(
    SubscriptionName subscription,
    Inbound message,
    Poison reason,
    int attempts,
    Optional<Failure> lastFailure,
    boolean blocks,
    Instant diedAt,
    Instant expiresAt) {

  /** Where it stands in the list. */
  public record Place(Instant diedAt, InboundId message) {}

  public Place place() {
    return new Place(diedAt, message.id());
  }
}
