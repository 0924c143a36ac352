package dev.postern.publish;

import dev.postern.flow.Backoff;
import dev.postern.flow.Scheduler;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.ledger.Tenure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Repeats what must not be left half done until the store has done it, or until this replica's
 * tenure is revoked and another takes the work over.
 */
record Insistence(Scheduler scheduler) {
  static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));

  /** Fails only with what is no fault of the store, or once the tenure is revoked. */
  <T> CompletionStage<T> on(Tenure tenure, Supplier<CompletionStage<T>> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    attempt(tenure, work, done, 1);
    return done;
  }

  private <T> void attempt(
      Tenure tenure, Supplier<CompletionStage<T>> work, CompletableFuture<T> done, int attempt) {
    work.get()
        .whenComplete(
            (result, failure) -> {
              if (failure == null) {
                done.complete(result);
              } else if (isOfStore(failure) && !tenure.isRevoked()) {
                scheduler.schedule(
                    BACKOFF.after(attempt, scheduler.random()),
                    () -> attempt(tenure, work, done, attempt + 1));
              } else {
                done.completeExceptionally(failure);
              }
            });
  }

  static boolean isOfStore(Throwable failure) {
    return cause(failure) instanceof StoreUnavailable;
  }

  /** What was thrown, without what stages wrap it in. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }
}
