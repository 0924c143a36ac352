package dev.postern.observe;

import dev.postern.message.SubscriptionName;
import dev.postern.subscription.DeliveryWitness;
import dev.postern.subscription.Poison;
import dev.postern.subscription.Standings;
import dev.postern.subscription.Subscription;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What is counted of subscriptions, by name. Thread-safe. */
record DeliveryMeters(MeterRegistry registry) {
  private static final String SUBSCRIPTION = "subscription";
  private static final String MESSAGES = "messages";

  /** Which hand-over of a message it was. */
  enum Attempt {
    FIRST,
    AGAIN
  }

  Counter handedOver(SubscriptionName subscription, Attempt attempt) {
    return Counter.builder("postern.deliveries.handed.over")
        .description("Messages handed over, for the first time or again")
        .baseUnit(MESSAGES)
        .tags(SUBSCRIPTION, subscription.value(), "attempt", Meters.word(attempt))
        .register(registry);
  }

  Timer latency(SubscriptionName subscription) {
    return Timer.builder("postern.delivery.latency")
        .description("From the queue's taking a message in until its first hand-over")
        .tag(SUBSCRIPTION, subscription.value())
        .register(registry);
  }

  Counter settled(SubscriptionName subscription, DeliveryWitness.Outcome outcome) {
    return Counter.builder("postern.deliveries.settled")
        .description("Hand-overs whose outcome was told")
        .baseUnit(MESSAGES)
        .tags(SUBSCRIPTION, subscription.value(), "outcome", Meters.word(outcome))
        .register(registry);
  }

  Counter dropped(SubscriptionName subscription) {
    return Counter.builder("postern.deliveries.dropped")
        .description("Duplicates that were recognised and not handed over")
        .baseUnit(MESSAGES)
        .tag(SUBSCRIPTION, subscription.value())
        .register(registry);
  }

  Counter deadLetters(SubscriptionName subscription, Poison reason) {
    return Counter.builder("postern.deliveries.dead.letters")
        .description("Messages that became dead letters of a subscription, by reason")
        .baseUnit(MESSAGES)
        .tags(SUBSCRIPTION, subscription.value(), "reason", reason.word())
        .register(registry);
  }

  Counter gaps(SubscriptionName subscription, boolean passedBy) {
    return Counter.builder("postern.deliveries.gaps")
        .description("Times that numbers were found missing for longer than the gap timeout")
        .tags(SUBSCRIPTION, subscription.value(), "policy", passedBy ? "skip" : "wait")
        .register(registry);
  }

  Counter unreported(SubscriptionName subscription) {
    return Counter.builder("postern.deliveries.unreported")
        .description("Messages that were acknowledged, which their state does not show")
        .baseUnit(MESSAGES)
        .tag(SUBSCRIPTION, subscription.value())
        .register(registry);
  }

  /** Shows what has not happened yet as zero, and how things stand at this replica. */
  void show(Subscription subscription, Standings standings) {
    SubscriptionName name = subscription.name();
    List.of(Attempt.values()).forEach(attempt -> handedOver(name, attempt));
    latency(name);
    List.of(DeliveryWitness.Outcome.values()).forEach(outcome -> settled(name, outcome));
    dropped(name);
    if (subscription.terms().ordering().isNumbered()) {
      gaps(name, true);
      gaps(name, false);
    }
    if (subscription.terms().reportsProcessed()) {
      unreported(name);
    }
    List.of(Poison.values()).forEach(reason -> deadLetters(name, reason));
    gauge(
        "postern.deliveries.waiting",
        "Calls that wait for messages at this replica",
        subscription,
        standings,
        Standings.Here::waiting);
    gauge(
        "postern.deliveries.held",
        "Messages that this replica received and that are in nobody's hands",
        subscription,
        standings,
        Standings.Here::held);
    gauge(
        "postern.deliveries.outstanding",
        "Messages that this replica handed over and was told nothing of yet",
        subscription,
        standings,
        Standings.Here::outstanding);
    gauge(
        "postern.deliveries.oldest.age.seconds",
        "For how long the first of those has been out",
        subscription,
        standings,
        here -> here.oldestAge().map(Duration::toSeconds).orElse(0L));
  }

  private void gauge(
      String name,
      String description,
      Subscription subscription,
      Standings standings,
      Function<Standings.Here, Number> value) {
    Gauge.builder(name, () -> value.apply(standings.here(subscription)))
        .description(description)
        .tag(SUBSCRIPTION, subscription.name().value())
        .register(registry);
  }
}
