package dev.postern.observe;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.flow.Scheduler;
import dev.postern.lane.Backlog;
import dev.postern.message.DestinationName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Knows how much waits at each destination, for whoever reads it now and then.
 *
 * <p>Reading never asks the store. The first reading begins a round in the background, one
 * destination after the other, {@value #SECONDS} seconds after the one before, which goes on for as
 * long as somebody has read within {@value #KEPT_UP_SECONDS} seconds. So who never reads costs
 * nothing, and the first reading knows nothing yet. What could not be counted is not known until it
 * can be again. Thread-safe; never blocks.
 */
final class BacklogWatch {
  private static final int SECONDS = 10;
  private static final int KEPT_UP_SECONDS = 120;

  private final Backlog backlog;
  private final Destinations destinations;
  private final Scheduler scheduler;
  private final Map<DestinationName, Backlog.Count> known = new ConcurrentHashMap<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long readAt;

  BacklogWatch(Backlog backlog, Destinations destinations, Scheduler scheduler) {
    this.backlog = backlog;
    this.destinations = destinations;
    this.scheduler = scheduler;
  }

  /** Messages that wait, or not a number where that is not known. */
  double depth(DestinationName destination) {
    return read(destination).map(count -> (double) count.depth()).orElse(Double.NaN);
  }

  /** Groups that wait for a person, or not a number. */
  double blockedGroups(DestinationName destination) {
    return read(destination).map(count -> (double) count.blockedGroups()).orElse(Double.NaN);
  }

  /** For how many seconds the oldest has waited by now, 0 where nothing waits; or not a number. */
  double oldestAge(DestinationName destination) {
    return read(destination)
        .map(count -> backlog.oldestAge(count).map(BacklogWatch::seconds).orElse(0.0))
        .orElse(Double.NaN);
  }

  private static double seconds(Duration age) {
    return age.toMillis() / 1000.0;
  }

  private Optional<Backlog.Count> read(DestinationName destination) {
    readAt = scheduler.ticks();
    if (running.compareAndSet(false, true)) {
      scheduler.execute(this::round);
    }
    return Optional.ofNullable(known.get(destination));
  }

  private void round() {
    if (scheduler.ticks() - readAt > Duration.ofSeconds(KEPT_UP_SECONDS).toNanos()) {
      known.clear();
      running.set(false);
      return;
    }
    CompletionStage<Void> each = CompletableFuture.completedFuture(null);
    for (Destination destination : destinations.all()) {
      each = each.thenCompose(done -> count(destination));
    }
    Passing.by(
        each, (done, failure) -> scheduler.schedule(Duration.ofSeconds(SECONDS), this::round));
  }

  private CompletionStage<Void> count(Destination destination) {
    return backlog
        .of(destination)
        .handle(
            (count, failure) -> {
              if (failure == null) {
                known.put(destination.name(), count);
              } else {
                // That the store failed is counted where it was called.
                known.remove(destination.name());
              }
              return null;
            });
  }
}
