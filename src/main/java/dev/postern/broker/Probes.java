package dev.postern.broker;

import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which message each destination that does not answer is tried by. The first that comes is it,
 * until it has not come for a while. Thread-safe.
 */
final class Probes {
  /** Longer than a probe's backoff and its attempt together. */
  private static final Duration HELD_FOR = Duration.ofSeconds(30);

  private record Probe(MessageId message, Deadline until) {}

  private final Scheduler scheduler;
  private final Map<DestinationName, Probe> probes = new ConcurrentHashMap<>();

  Probes(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  boolean mayTry(DestinationName destination, MessageId message) {
    Probe now =
        probes.compute(
            destination,
            (name, probe) ->
                probe == null || probe.message().equals(message) || probe.until().hasPassed()
                    ? new Probe(message, Deadline.in(HELD_FOR, scheduler))
                    : probe);
    return now.message().equals(message);
  }

  boolean isProbe(DestinationName destination, MessageId message) {
    Probe probe = probes.get(destination);
    return probe != null && probe.message().equals(message);
  }

  void forget(DestinationName destination) {
    probes.remove(destination);
  }
}
