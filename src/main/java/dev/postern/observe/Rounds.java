package dev.postern.observe;

import dev.postern.flow.Scheduler;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Knows what was counted of each of some things, for whoever reads it now and then.
 *
 * <p>Reading never asks the store. The first reading begins a round in the background, one thing
 * after the other, {@value #SECONDS} seconds after the one before, which goes on for as long as
 * somebody has read within {@value #KEPT_UP_SECONDS} seconds. So who never reads costs nothing, and
 * the first reading knows nothing yet. What could not be counted is not known until it can be
 * again. Thread-safe; never blocks.
 *
 * @param <K> what is counted
 * @param <C> what comes of it
 */
final class Rounds<K, C> {
  private static final int SECONDS = 10;
  private static final int KEPT_UP_SECONDS = 120;

  private final List<K> things;
  private final Function<K, CompletionStage<C>> counting;
  private final Scheduler scheduler;
  private final Map<K, C> known = new ConcurrentHashMap<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long readAt;

  Rounds(
      Collection<? extends K> things,
      Function<K, CompletionStage<C>> counting,
      Scheduler scheduler) {
    this.things = List.copyOf(things);
    this.counting = counting;
    this.scheduler = scheduler;
  }

  /** What is known of it. */
  Optional<C> read(K thing) {
    readAt = scheduler.ticks();
    if (running.compareAndSet(false, true)) {
      scheduler.execute(this::round);
    }
    return Optional.ofNullable(known.get(thing));
  }

  private void round() {
    if (scheduler.ticks() - readAt > Duration.ofSeconds(KEPT_UP_SECONDS).toNanos()) {
      known.clear();
      running.set(false);
      return;
    }
    CompletionStage<Void> each = CompletableFuture.completedFuture(null);
    for (K thing : things) {
      each = each.thenCompose(done -> count(thing));
    }
    Passing.by(
        each, (done, failure) -> scheduler.schedule(Duration.ofSeconds(SECONDS), this::round));
  }

  private CompletionStage<Void> count(K thing) {
    return counting
        .apply(thing)
        .handle(
            (count, failure) -> {
              if (failure == null) {
                known.put(thing, count);
              } else {
                // That the store failed is counted where it was called.
                known.remove(thing);
              }
              return null;
            });
  }
}
