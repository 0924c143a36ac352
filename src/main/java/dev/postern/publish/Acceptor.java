package dev.postern.publish;

import dev.postern.destination.Destination;
import dev.postern.flow.Batcher;
import dev.postern.flow.Scheduler;
import dev.postern.lane.Lanes;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Tenure;
import dev.postern.message.DestinationName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes messages durable, in batches that form by themselves: one write for up to ten records and
 * their journal entry. Equal keys never share a batch, since a store refuses such a one whole.
 */
final class Acceptor {
  /** A store's request takes 16 MB (DynamoDB, Service quotas); this stays well below. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final Ledger ledger;
  private final Lanes lanes;
  private final Scheduler scheduler;
  private final Supplier<Tenure> tenures;
  private final Map<DestinationName, Batcher<Candidate, CompletionStage<Acceptance>>> batchers =
      new ConcurrentHashMap<>();

  Acceptor(Ledger ledger, Lanes lanes, Scheduler scheduler, Supplier<Tenure> tenures) {
    this.ledger = ledger;
    this.lanes = lanes;
    this.scheduler = scheduler;
    this.tenures = tenures;
  }

  /**
   * Accepts a message, however often it takes.
   *
   * <p>The stage fails only where nothing can have been written and the message's time is over, or
   * where this replica's tenure was revoked meanwhile.
   */
  CompletionStage<Acceptance> accept(Candidate candidate) {
    return batchers
        .computeIfAbsent(candidate.destination().name(), name -> batcher(candidate.destination()))
        .submit(candidate)
        .thenCompose(Function.identity());
  }

  private Batcher<Candidate, CompletionStage<Acceptance>> batcher(Destination destination) {
    return new Batcher<>(
        scheduler,
        new Batcher.Bounds(
            JournalEntry.MOST_MESSAGES, MOST_BYTES, destination.limits().inFlightBatches()),
        new Batcher.Traits<>(candidate -> candidate.prepared().envelope().size(), Candidate::key),
        this::write);
  }

  private CompletionStage<List<CompletionStage<Acceptance>>> write(List<Candidate> candidates) {
    AcceptBatch batch =
        new AcceptBatch(new AcceptBatch.Means(ledger, lanes, scheduler), tenures.get(), candidates);
    CompletionStage<Void> firstWrite = batch.write();
    List<CompletionStage<Acceptance>> acceptances = batch.acceptances();
    return firstWrite.thenCompose(done -> CompletableFuture.completedFuture(acceptances));
  }
}
