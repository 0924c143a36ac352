package dev.postern.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Time, chance and execution, as the process has them or as a test makes them.
 *
 * <p>Safe for use by many threads. Tasks must not block.
 */
public interface Scheduler extends Executor {
  /** The wall clock: for what others read, never for measuring how long something took. */
  Instant now();

  /** Nanoseconds on this process's own monotonic clock; comparable only with each other. */
  long ticks();

  /** Runs the task once the delay has passed, unless cancelled before. */
  Cancellable schedule(Duration delay, Runnable task);

  /** Ends once the delay has passed; for those who go on then and never call it off. */
  default CompletionStage<Void> after(Duration delay) {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    schedule(delay, () -> passed.complete(null));
    return passed;
  }

  /** The source of jitter and of ids. */
  RandomGenerator random();

  /** A task that may be called off. */
  interface Cancellable {
    /** Calls it off if it has not begun. */
    void cancel();
  }
}
