package dev.postern.console;

import dev.postern.flow.Scheduler;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * What the metrics have counted over the last minute: they only ever rise, so a rate takes two
 * looks. At most {@value #MOST_LOOKS} are kept. Thread-safe; never blocks.
 */
@Singleton
final class Pulse {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int MOST_LOOKS = 31;
  private static final String DESTINATION = "destination";
  private static final String SENT = "postern.sent";

  private record Count(double published, Sends sends) {}

  private record Look(long at, Map<String, Count> counts) {}

  private final MeterRegistry registry;
  private final Scheduler scheduler;
  private final boolean enabled;
  private final Deque<Look> looks = new ArrayDeque<>();

  Pulse(MeterRegistry registry, Scheduler scheduler, ConsoleConfig config) {
    this.registry = registry;
    this.scheduler = scheduler;
    this.enabled = config.enabled();
  }

  void start(@Observes StartupEvent event) {
    if (enabled) {
      beat();
    }
  }

  private void beat() {
    scheduler.schedule(EVERY, this::beat);
    look();
  }

  private void look() {
    Map<String, Count> counts = new HashMap<>();
    registry.find(SENT).tag("result", "accepted").counters().stream()
        .map(counter -> counter.getId().getTag(DESTINATION))
        .forEach(destination -> counts.put(destination, count(destination)));
    Look look = new Look(scheduler.ticks(), counts);
    synchronized (looks) {
      looks.addLast(look);
      if (looks.size() > MOST_LOOKS) {
        looks.removeFirst();
      }
    }
  }

  private Count count(String destination) {
    Counter published =
        registry.find(SENT).tags(DESTINATION, destination, "result", "accepted").counter();
    return new Count(published == null ? 0 : published.count(), Sends.of(registry, destination));
  }

  /** How the destination of that name fares. */
  Reading of(String destination) {
    Look first;
    synchronized (looks) {
      first = looks.peekFirst();
    }
    Count now = count(destination);
    Count then =
        first == null ? now : first.counts().getOrDefault(destination, new Count(0, Sends.NONE));
    double seconds = first == null ? 1 : Math.max(1, (scheduler.ticks() - first.at()) / 1e9);
    return new Reading(
        (now.published() - then.published()) / seconds,
        now.sends().since(then.sends()),
        new Reading.Waiting(
            gauge("postern.backlog.depth", destination),
            gauge("postern.backlog.blocked.groups", destination),
            gauge("postern.backlog.oldest.age", destination)),
        breaker(destination));
  }

  private double gauge(String name, String destination) {
    Gauge gauge = registry.find(name).tag(DESTINATION, destination).gauge();
    return gauge == null ? Double.NaN : gauge.value();
  }

  /** How many messages of that kind the subscription of that name has at this replica. */
  double ofSubscription(String name, String subscription) {
    Gauge gauge = registry.find(name).tag("subscription", subscription).gauge();
    return gauge == null ? 0 : gauge.value();
  }

  private String breaker(String destination) {
    return registry.find("postern.breaker.state").tag(DESTINATION, destination).gauges().stream()
        .filter(state -> state.value() == 1)
        .flatMap(state -> state.getId().getTags().stream())
        .filter(tag -> tag.getKey().equals("state"))
        .map(Tag::getValue)
        .findFirst()
        .orElse("closed");
  }
}
