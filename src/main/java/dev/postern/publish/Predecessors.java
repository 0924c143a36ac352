package dev.postern.publish;

import dev.postern.destination.Destination;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Record;
import dev.postern.ledger.Replicas;
import dev.postern.ledger.SeriesEnd;
import dev.postern.ledger.Tenure;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sees to it that nobody's number is left behind.
 *
 * <p>A replica that stood still for long may write its batch after it was declared dead and
 * recovered. The caller of such a message was told that the store had failed, and may never ask
 * again; its number would be missing on the broker for ever. Nobody waits for a number before the
 * next one is given, so it is enough that whoever takes that first makes sure of the one before.
 * That holds for as long as journal entries are kept, a week longer than the records they name.
 */
record Predecessors(Ledger ledger, Replicas replicas, HandOver handOver) {
  /** Ends once the messages of the entry that has the last number are surely worked on. */
  CompletionStage<Void> secure(Tenure tenure, Destination destination, SeriesEnd end) {
    if (end.by().filter(entry -> !isOwn(entry, tenure)).isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    EntryId entry = end.by().get();
    return replicas
        .isPresent(entry.replica())
        .thenCompose(
            present ->
                present
                    // It works on it, or will be recovered.
                    ? CompletableFuture.completedFuture(null)
                    : ledger.find(entry).thenCompose(found -> takeUp(tenure, destination, found)));
  }

  /**
   * Written by this replica, which nobody has declared dead so far: it works on it, or will be
   * recovered. Where somebody may have, it may have been written after that, and its process may
   * end before it has come to it.
   */
  private static boolean isOwn(EntryId entry, Tenure tenure) {
    return entry.replica().equals(tenure.replica()) && tenure.isHeld();
  }

  private CompletionStage<Void> takeUp(
      Tenure tenure, Destination destination, Optional<JournalEntry> found) {
    return CompletableFuture.allOf(
        found.stream()
            .flatMap(
                entry ->
                    entry.open().values().stream()
                        .map(
                            message ->
                                ledger
                                    .find(message.keyHash())
                                    .thenCompose(
                                        there ->
                                            there
                                                .filter(record -> isOf(entry, record))
                                                .map(record -> give(tenure, destination, record))
                                                .orElseGet(
                                                    () -> CompletableFuture.completedFuture(false)))
                                    .toCompletableFuture()))
            .toArray(CompletableFuture<?>[]::new));
  }

  private static boolean isOf(JournalEntry entry, Record record) {
    return record.acceptance().entry().equals(entry.id()) && record.outcome().isEmpty();
  }

  private CompletionStage<Boolean> give(Tenure tenure, Destination destination, Record record) {
    return handOver.give(tenure, destination, record, Optional.of(record.id().acceptedAt()));
  }
}
