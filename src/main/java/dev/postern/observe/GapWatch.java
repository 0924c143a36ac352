package dev.postern.observe;

import dev.postern.flow.Scheduler;
import dev.postern.message.SubscriptionName;
import dev.postern.order.Gaps;
import dev.postern.order.Track;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.Subscriptions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToLongFunction;

/** Shows how much subscriptions wait for, and what waits for that, counted in {@link Rounds}. */
final class GapWatch {
  private final List<Subscription> numbered;
  private final Rounds<SubscriptionName, List<Track>> rounds;

  GapWatch(Gaps gaps, Subscriptions subscriptions, Scheduler scheduler) {
    this.numbered =
        subscriptions.all().stream().filter(each -> each.terms().ordering().isNumbered()).toList();
    this.rounds =
        new Rounds<>(numbered.stream().map(Subscription::name).toList(), gaps::list, scheduler);
  }

  void show(MeterRegistry registry) {
    for (Subscription subscription : numbered) {
      gauge(
          registry,
          subscription,
          "postern.deliveries.lacking",
          "Groups or producers of which messages are missing, as far as a hundred",
          track -> 1);
      gauge(
          registry,
          subscription,
          "postern.deliveries.buffered",
          "Messages that wait in those for missing ones, at most",
          Track::buffered);
    }
  }

  private void gauge(
      MeterRegistry registry,
      Subscription subscription,
      String name,
      String description,
      ToLongFunction<Track> value) {
    Gauge.builder(
            name,
            () ->
                rounds
                    .read(subscription.name())
                    .map(tracks -> (double) tracks.stream().mapToLong(value).sum())
                    .orElse(Double.NaN))
        .description(description)
        .tag("subscription", subscription.name().value())
        .register(registry);
  }
}
