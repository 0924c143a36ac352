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
        public void unreported(Subscription subscription, InboundId message, String why) {}
      };

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

  /** A message was acknowledged, and its state will not show it. */
  void unreported(Subscription subscription, InboundId message, String why);
}
