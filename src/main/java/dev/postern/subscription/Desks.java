package dev.postern.subscription;

import dev.postern.flow.Scheduler;
import dev.postern.message.SubscriptionName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Every subscription's desk at this replica. */
public final class Desks {
  /** The stores and queues behind subscriptions. */
  public record Ports(Inbox inbox, Deliveries deliveries, Letters letters, Reporting reporting) {}

  /** What messages are pushed by. */
  public record Push(Endpoint endpoint, EndpointBreakers breakers, Pauses pauses) {}

  private final Ports ports;
  private final Scheduler scheduler;
  private final Map<String, Desk> byName;

  /**
   * Desks that do nothing until somebody asks.
   *
   * @param maxClockSkew the most that the clocks of two replicas differ
   */
  public Desks(
      Subscriptions subscriptions,
      Ports ports,
      Scheduler scheduler,
      Duration maxClockSkew,
      DeliveryWitness witness) {
    this.ports = ports;
    this.scheduler = scheduler;
    Map<String, Desk> desks = new TreeMap<>();
    for (Subscription subscription : subscriptions.all()) {
      Means means =
          new Means(
              subscription,
              new QueueCalls(ports.inbox(), subscription, scheduler),
              new DeliveryCalls(ports.deliveries(), subscription, scheduler),
              scheduler,
              maxClockSkew,
              witness);
      desks.put(
          subscription.name().value(),
          Desk.of(means, ports.letters(), ports.reporting().by(means)));
    }
    this.byName = Collections.unmodifiableMap(desks);
  }

  Ports ports() {
    return ports;
  }

  Instant now() {
    return scheduler.now();
  }

  Desk of(SubscriptionName name) {
    return byName.get(name.value());
  }

  Collection<Desk> all() {
    return byName.values();
  }

  /** Gives back what is held here; nothing is received any more. */
  public void stop() {
    byName.values().forEach(desk -> desk.feed().stop());
  }
}
