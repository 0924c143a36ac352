package dev.postern.subscription;

import java.time.Duration;
import java.util.Optional;

/**
 * Is told what happens to messages on their way to consumers, to count and log it. Must not block
 * or fail.
 */
public interface DeliveryWitness {
  /** Nobody looks. */
  DeliveryWitness NONE =
      new DeliveryWitness() {
        @Override
        public void handedOver(Subscription subscription, HandedOver message, Duration since) {}

        @Override
        public void settled(Subscription subscription, Ticket ticket, Outcome outcome) {}

        @Override
        public void dropped(Subscription subscription, Inbound message) {}

        @Override
        public void buried(
            Subscription subscription, Inbound message, Poison reason, Optional<Failure> failure) {}

        @Override
        public void lacking(Subscription subscription, Lack lack, boolean passedBy) {}

        @Override
        public void unreported(Subscription subscription, InboundId message, String why) {}
      };

  /**
   * Numbers whose messages did not come.
   *
   * @param key the group or the producer
   * @param from the first
   * @param to the first that is known of
   */
  record Lack(String key, long from, long to) {}

  /** How a hand-over ended. */
  enum Outcome {
    ACKNOWLEDGED,
    RELEASED,
    REJECTED
  }

  /**
   * A message was handed over.
   *
   * @param since its sending
   */
  void handedOver(Subscription subscription, HandedOver message, Duration since);

  /** Its consumer told what became of it. */
  void settled(Subscription subscription, Ticket ticket, Outcome outcome);

  /** A duplicate was recognised and dropped. */
  void dropped(Subscription subscription, Inbound message);

  /** A message became a dead letter. */
  void buried(Subscription subscription, Inbound message, Poison reason, Optional<Failure> failure);

  /**
   * Messages have been missing for too long; told again each time as long has passed.
   *
   * @param passedBy whether those after them are handed over now
   */
  void lacking(Subscription subscription, Lack lack, boolean passedBy);

  /** A message was acknowledged, and its state will not show it. */
  void unreported(Subscription subscription, InboundId message, String why);
}
