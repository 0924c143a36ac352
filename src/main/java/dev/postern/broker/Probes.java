package dev.postern.broker;

import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which lane, and which one message of it, each destination that does not answer is tried by. The
 * first lane that comes is it, until it gives the part up or has not come for a while. Thread-safe.
 */
final class Probes {
  /** Longer than a probe's backoff and its attempt together. */
  private static final Duration HELD_FOR = Duration.ofSeconds(30);

  /**
   * A destination's probe.
   *
   * @param message none until the lane's turn has come to the first that it would send
   */
  private record Probe(String lane, Optional<MessageId> message, Deadline until) {
    boolean isFreeFor(String other) {
      return lane.equals(other) || until.hasPassed();
    }
  }

  private final Scheduler scheduler;
  private final Map<DestinationName, Probe> probes = new ConcurrentHashMap<>();

  Probes(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** A lane's turn begins; its first message is to be the probe. False where another lane is. */
  boolean enter(DestinationName destination, String lane) {
    return claim(destination, lane, Optional.empty()).lane().equals(lane);
  }

  /** May this message be tried? */
  boolean mayTry(DestinationName destination, String lane, MessageId message) {
    Probe now = claim(destination, lane, Optional.of(message));
    return now.lane().equals(lane) && now.message().equals(Optional.of(message));
  }

  private Probe claim(DestinationName destination, String lane, Optional<MessageId> message) {
    return probes.compute(
        destination,
        (name, probe) -> {
          boolean free = probe == null || probe.isFreeFor(lane);
          boolean sameTurn = probe != null && message.isPresent() && probe.lane().equals(lane);
          boolean another =
              sameTurn && probe.message().isPresent() && !probe.message().equals(message);
          return free && !another
              ? new Probe(lane, message, Deadline.in(HELD_FOR, scheduler))
              : probe;
        });
  }

  boolean isProbe(DestinationName destination, MessageId message) {
    Probe probe = probes.get(destination);
    return probe != null && probe.message().equals(Optional.of(message));
  }

  /** The lane has nothing to try for a while: another may. */
  void leave(DestinationName destination, String lane) {
    probes.computeIfPresent(destination, (name, probe) -> probe.lane().equals(lane) ? null : probe);
  }

  /** The destination answers again. */
  void forget(DestinationName destination) {
    probes.remove(destination);
  }
}
