package dev.postern.publish;

import dev.postern.flow.Scheduler;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Progress;
import dev.postern.ledger.Tenure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes progress into journal entries. What is ready for one entry on the same turn leaves in one
 * write; a message that is not ready holds none of the others back. Thread-safe.
 *
 * <p>Bounded by what is under way: an entry waits here only until the scheduler's next turn.
 */
final class Settler {
  private static final class Ready {
    private final Map<Integer, Progress> progress = new HashMap<>();
    private final CompletableFuture<Boolean> written = new CompletableFuture<>();
  }

  private final Ledger ledger;
  private final Scheduler scheduler;
  private final Insistence insistence;
  private final Map<EntryId, Ready> ready = new HashMap<>();

  Settler(Ledger ledger, Scheduler scheduler) {
    this.ledger = ledger;
    this.scheduler = scheduler;
    this.insistence = new Insistence(scheduler);
  }

  /**
   * Writes how far the message at that place has come, however often it takes.
   *
   * @return false where this replica no longer owns the entry
   */
  CompletionStage<Boolean> settle(Tenure tenure, EntryId entry, int place, Progress progress) {
    Ready gathering;
    synchronized (this) {
      gathering = ready.get(entry);
      if (gathering == null) {
        gathering = new Ready();
        ready.put(entry, gathering);
        scheduler.execute(() -> write(tenure, entry));
      }
      gathering.progress.put(place, progress);
    }
    return gathering.written;
  }

  private void write(Tenure tenure, EntryId entry) {
    Ready leaving;
    synchronized (this) {
      leaving = ready.remove(entry);
    }
    Map<Integer, Progress> progress = Map.copyOf(leaving.progress);
    insistence
        .on(tenure, () -> ledger.settle(entry, tenure.replica(), progress))
        .whenComplete(
            (own, failure) -> {
              if (failure == null) {
                leaving.written.complete(own);
              } else {
                leaving.written.completeExceptionally(failure);
              }
            });
  }
}
