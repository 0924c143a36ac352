package dev.postern.simulation;

import dev.postern.destination.OnDead;
import dev.postern.destination.Target;
import dev.postern.message.Guarantee;
import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import dev.postern.subscription.OnGap;
import dev.postern.subscription.Ordering;
import dev.postern.subscription.Subscription;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Subscriptions of every kind. */
final class Offered {
  private Offered() {}

  static Subscription subscription(RandomGenerator random) {
    List<Guarantee> all =
        List.of(Guarantee.AT_MOST_ONCE, Guarantee.AT_LEAST_ONCE, Guarantee.EXACTLY_ONCE);
    Guarantee delivery = all.get(random.nextInt(all.size()));
    boolean fifo = random.nextBoolean();
    List<Ordering> orderings =
        fifo
            ? List.of(Ordering.GROUP, Ordering.TOTAL, Ordering.SEQUENCE, Ordering.CAUSAL)
            : List.of(Ordering.NONE, Ordering.SEQUENCE, Ordering.CAUSAL);
    Ordering ordering = orderings.get(random.nextInt(orderings.size()));
    boolean blocks = ordering != Ordering.NONE && random.nextBoolean();
    Subscription.Buffer buffer =
        new Subscription.Buffer(
            1 + random.nextInt(6),
            Duration.ofSeconds(1 + random.nextInt(30)),
            random.nextBoolean() ? OnGap.WAIT : OnGap.SKIP);
    return subscription(
        fifo ? "jobs.fifo" : "jobs",
        new Subscription.Terms(delivery, ordering, blocks ? OnDead.BLOCK : OnDead.SKIP),
        buffer,
        random.nextInt(3) == 0 ? Optional.of(push(random)) : Optional.empty());
  }

  private static Subscription.Push push(RandomGenerator random) {
    return new Subscription.Push(
        URI.create("https://jobs.example"),
        List.of(),
        Subscription.Form.PAYLOAD,
        new Subscription.Calls(
            1 + random.nextInt(4),
            Duration.ofSeconds(3 + random.nextInt(27)),
            false,
            random.nextBoolean()));
  }

  private static Subscription subscription(
      String queue,
      Subscription.Terms terms,
      Subscription.Buffer buffer,
      Optional<Subscription.Push> push) {
    return new Subscription(
        new SubscriptionName("jobs"),
        Tenant.DEFAULT,
        new Target.SqsQueue(queue),
        terms,
        new Subscription.Limits(
            Duration.ofSeconds(10), 4, Duration.ofDays(15), Duration.ofDays(14), buffer),
        push);
  }
}
