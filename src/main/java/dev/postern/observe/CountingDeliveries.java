package dev.postern.observe;

import dev.postern.log.Log;
import dev.postern.log.Member;
import dev.postern.log.Said;
import dev.postern.subscription.DeliveryWitness;
import dev.postern.subscription.Failure;
import dev.postern.subscription.HandedOver;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Ordering;
import dev.postern.subscription.Poison;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.Ticket;
import java.time.Duration;
import java.util.Optional;

/** Counts what happens to messages on their way to consumers, and tells of dead letters. */
record CountingDeliveries(DeliveryMeters meters) implements DeliveryWitness {
  private static final Log LOG = Log.of("dev.postern.delivery");

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
          tell(subscription, lack, passedBy);
        });
  }

  private static void tell(Subscription subscription, Lack lack, boolean passedBy) {
    boolean causal = subscription.terms().ordering() == Ordering.CAUSAL;
    Said[] what = {
      Member.SUBSCRIPTION.is(subscription.name()),
      (causal ? Member.PRODUCER : Member.GROUP).is(lack.key()),
      Member.EXPECTED.is(lack.from()),
      Member.UP_TO.is(lack.to())
    };
    if (passedBy) {
      LOG.warn("missing messages are passed by", what);
    } else {
      LOG.warn("missing messages are waited for", what);
    }
  }

  @Override
  public void buried(
      Subscription subscription, Inbound message, Poison reason, Optional<Failure> failure) {
    Passing.look(
        () -> {
          meters.deadLetters(subscription.name(), reason).increment();
          LOG.warn(
              "dead letter",
              Member.MESSAGE_ID.is(message.id()),
              Member.SUBSCRIPTION.is(subscription.name()),
              Member.OUTCOME.is(reason.word()),
              Member.CAUSE.is(failure.map(Failure::error).orElse("-")));
        });
  }

  @Override
  public void unreported(Subscription subscription, InboundId message, String why) {
    Passing.look(
        () -> {
          meters.unreported(subscription.name()).increment();
          LOG.warn(
              "acknowledged, and the message's state does not say so",
              Member.MESSAGE_ID.is(message),
              Member.SUBSCRIPTION.is(subscription.name()),
              Member.CAUSE.is(why));
        });
  }
}
