package dev.postern.observe;

import dev.postern.broker.Breakers;
import dev.postern.broker.Broker;
import dev.postern.destination.Destinations;
import dev.postern.flow.Scheduler;
import dev.postern.lane.Backlog;
import dev.postern.lane.Drainer;
import dev.postern.lane.Lanes;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Replicas;
import dev.postern.log.Log;
import dev.postern.order.Gaps;
import dev.postern.publish.Admission;
import dev.postern.publish.Witness;
import dev.postern.replica.Heartbeat;
import dev.postern.subscription.DeliveryWitness;
import dev.postern.subscription.Standings;
import dev.postern.subscription.Subscriptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives everyone the adapters' ports, counted, and shows what there is to see. */
@Singleton
class ObserveRoom {
  /** The name under which the adapters give out their ports. */
  private static final String BARE = "aws";

  @Produces
  @Singleton
  static Meters meters(MeterRegistry registry) {
    return new Meters(registry);
  }

  @Produces
  @Singleton
  static BatchLog batchLog(Heartbeat heartbeat, Scheduler scheduler) {
    return new BatchLog(() -> heartbeat.tenure().replica(), scheduler, Log.of(BatchLog.CATEGORY));
  }

  @Produces
  @Singleton
  static Traces traces(Tracer tracer) {
    return new Traces(tracer);
  }

  /**
   * Where spans go nowhere none is recorded, whatever the caller decided: its consumers would else
   * be children of a span that nobody has.
   */
  @Produces
  @Singleton
  static Sampler sampler(TraceConfig config) {
    double ratio = config.checked().ratio();
    return config.endpoint().isPresent()
        ? Sampler.parentBased(Sampler.traceIdRatioBased(ratio))
        : Sampler.alwaysOff();
  }

  @Produces
  @Singleton
  static Replicas replicas(@Identifier(BARE) Replicas bare, Meters meters) {
    return new MeteredReplicas(bare, meters);
  }

  @Produces
  @Singleton
  static Ledger ledger(
      @Identifier(BARE) Ledger bare,
      Meters meters,
      BatchLog log,
      Traces traces,
      TraceConfig config) {
    Ledger seen = config.endpoint().isPresent() ? new TracedLedger(bare, traces) : bare;
    return new MeteredLedger(seen, meters, log);
  }

  @Produces
  @Singleton
  static Lanes lanes(@Identifier(BARE) Lanes bare, Meters meters, BatchLog log) {
    return new MeteredLanes(bare, meters, log);
  }

  @Produces
  @Singleton
  static MeteredBroker broker(
      @Identifier(BARE) Broker bare,
      Meters meters,
      BatchLog log,
      Traces traces,
      TraceConfig config) {
    Broker seen = config.endpoint().isPresent() ? new TracedBroker(bare, traces) : bare;
    return new MeteredBroker(seen, meters, log);
  }

  @Produces
  @Singleton
  static Witness witness(Meters meters, Traces traces, TraceConfig config) {
    Witness counting = new CountingWitness(meters);
    return config.endpoint().isPresent() ? new TracedWitness(counting, traces) : counting;
  }

  @Produces
  @Singleton
  static DeliveryWitness deliveryWitness(MeterRegistry registry) {
    return new CountingDeliveries(new DeliveryMeters(registry));
  }

  @Produces
  @Singleton
  static BacklogWatch backlogWatch(
      Backlog backlog, Destinations destinations, Scheduler scheduler) {
    return new BacklogWatch(backlog, destinations, scheduler);
  }

  @Produces
  @Singleton
  static Gauges gauges(
      Admission admission,
      Breakers breakers,
      Drainer drainer,
      BacklogWatch backlog,
      Heartbeat heartbeat) {
    return new Gauges(admission, breakers, drainer, backlog, heartbeat);
  }

  void showGaps(
      @Observes StartupEvent event,
      MeterRegistry registry,
      Gaps gaps,
      Subscriptions subscriptions,
      Scheduler scheduler) {
    new GapWatch(gaps, subscriptions, scheduler).show(registry);
  }

  void showSubscriptions(
      @Observes StartupEvent event,
      MeterRegistry registry,
      Subscriptions subscriptions,
      Standings standings) {
    subscriptions.all().forEach(each -> new DeliveryMeters(registry).show(each, standings));
  }

  void show(
      @Observes StartupEvent event,
      Meters meters,
      Gauges gauges,
      MeteredBroker broker,
      Destinations destinations) {
    meters.show(destinations.all());
    gauges.show(meters.registry(), destinations.all());
    destinations.all().forEach(destination -> broker.show(destination.name()));
  }
}
