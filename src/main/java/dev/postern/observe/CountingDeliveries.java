package dev.postern.observe;

import dev.postern.subscription.DeliveryWitness;
import dev.postern.subscription.Failure;
import dev.postern.subscription.HandedOver;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Poison;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.Ticket;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Counts what happens to messages on their way to consumers, and tells of dead letters. */
record CountingDeliveries(DeliveryMeters meters) implements DeliveryWitness {
  private static final Logger LOG = Logger.getLogger("dev.postern.delivery");

  @Override
  public void handedOver(Subscription subscription, HandedOver message, Duration since) {
    boolean first = message.ticket().attempt() == 1;
    Passing.look(
        () -> {
          meters
              .handedOver(
                  subscription.name(),
                  first ? DeliveryMeters.Attempt.FIRST : DeliveryMeters.Attempt.AGAIN)
              .increment();
          if (first) {
            meters.latency(subscription.name()).record(since.isNegative() ? Duration.ZERO : since);
          }
        });
  }

  @Override
  public void settled(Subscription subscription, Ticket ticket, Outcome outcome) {
    Passing.look(() -> meters.settled(subscription.name(), outcome).increment());
  }

  @Override
  public void dropped(Subscription subscription, Inbound message) {
    Passing.look(() -> meters.dropped(subscription.name()).increment());
  }

  @Override
  public void lacking(Subscription subscription, Lack lack, boolean passedBy) {
    Passing.look(
        () -> {
          meters.gaps(subscription.name(), passedBy).increment();
          LOG.warnf(
              "subscription %s %s number%s %d to %d of %s",
              subscription.name(),
              passedBy ? "passes by" : "waits for",
              lack.to() - lack.from() == 1 ? "" : "s",
              lack.from(),
              lack.to() - 1,
              lack.key());
        });
  }

  @Override
  public void buried(
      Subscription subscription, Inbound message, Poison reason, Optional<Failure> failure) {
    Passing.look(
        () -> {
          meters.deadLetters(subscription.name(), reason).increment();
          LOG.warnf(
              "message %s is a dead letter of subscription %s: %s%s",
              message.id(),
              subscription.name(),
              reason.word(),
              failure.map(why -> ", " + why.error()).orElse(""));
        });
  }

  @Override
  public void unreported(Subscription subscription, InboundId message, String why) {
    Passing.look(
        () -> {
          meters.unreported(subscription.name()).increment();
          LOG.warnf(
              "message %s was acknowledged by subscription %s, its state does not say so: %s",
              message, subscription.name(), why);
        });
  }
}
