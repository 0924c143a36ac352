package dev.postern.observe;

import dev.postern.broker.Breakers;
import dev.postern.destination.Destination;
import dev.postern.lane.Drainer;
import dev.postern.message.DestinationName;
import dev.postern.publish.Admission;
import dev.postern.replica.Heartbeat;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Shows how things stand, as far as this replica knows without asking anyone. */
record Gauges(
    Admission admission,
    Breakers breakers,
    Drainer drainer,
    BacklogWatch backlog,
    Heartbeat heartbeat) {

  /** Enters the gauges of all these destinations. */
  void show(MeterRegistry registry, Iterable<Destination> destinations) {
    Gauge.builder("postern.lanes.draining", drainer::active)
        .description("Lanes that this replica works on")
        .register(registry);
    Gauge.builder("postern.replica.heartbeat.age", this::heartbeatAge)
        .description("How long ago the last heartbeat was begun that has arrived")
        .baseUnit("seconds")
        .register(registry);
    for (Destination destination : destinations) {
      queue(registry, destination.name());
      breaker(registry, destination);
      backlog(registry, destination.name());
    }
  }

  /** Nothing to tell before the first. */
  private double heartbeatAge() {
    return heartbeat.age().map(age -> age.toNanos() / 1e9).orElse(Double.NaN);
  }

  private void queue(MeterRegistry registry, DestinationName name) {
    gauge("postern.queue.depth", name, () -> admission.underWay(name))
        .description("Messages under way on this replica, from arrival until settled")
        .baseUnit("messages")
        .register(registry);
    gauge("postern.queue.bytes", name, () -> admission.bytesUnderWay(name))
        .description("Bytes of messages under way on this replica")
        .baseUnit("bytes")
        .register(registry);
  }

  private void breaker(MeterRegistry registry, Destination destination) {
    for (Breakers.State state : Breakers.State.values()) {
      gauge(
              "postern.breaker.state",
              destination.name(),
              () -> breakers.state(destination) == state ? 1 : 0)
          .description("1 for the state that the destination's breaker is in, else 0")
          .tag("state", state.word())
          .register(registry);
    }
  }

  private void backlog(MeterRegistry registry, DestinationName name) {
    gauge("postern.backlog.depth", name, () -> backlog.depth(name))
        .description("Messages that wait in lanes, at most; the same from every replica")
        .baseUnit("messages")
        .register(registry);
    gauge("postern.backlog.blocked.groups", name, () -> backlog.blockedGroups(name))
        .description("Groups that wait for a person; the same from every replica")
        .register(registry);
    gauge("postern.backlog.oldest.age", name, () -> backlog.oldestAge(name))
        .description("How long ago the oldest of the messages that are first in line was accepted")
        .baseUnit("seconds")
        .register(registry);
  }

  private static Gauge.Builder<Supplier<Number>> gauge(
      String name, DestinationName destination, Supplier<Number> value) {
    return Gauge.builder(name, value).tag("destination", destination.value());
  }
}
