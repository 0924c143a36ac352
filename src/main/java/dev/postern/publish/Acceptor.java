package dev.postern.publish;

import dev.postern.destination.Destination;
import dev.postern.flow.Batcher;
import dev.postern.flow.Scheduler;
import dev.postern.lane.Lanes;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.SeriesId;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.ledger.Tenure;
import dev.postern.message.DestinationName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes messages durable, in batches that form by themselves: one write for up to 24 records and
 * their journal entry. Equal keys never share a batch, since a store refuses such a one whole.
 *
 * <p>Where messages are counted, those of one series are let into batches in waves: batches side by
 * side would only take each other's numbers.
 */
final class Acceptor {
  /**
   * A store's request takes 16 MB, a transaction 4 MB (DynamoDB, Service quotas); this stays well
   * below.
   */
  private static final int MOST_BYTES = 3 * 1024 * 1024;

  private final AcceptNumbered.Means means;
  private final Supplier<Tenure> tenures;
  private final Waves<SeriesId, Acceptance> waves = new Waves<>();
  private final Map<DestinationName, Batcher<Candidate, CompletionStage<Acceptance>>> batchers =
      new ConcurrentHashMap<>();

  Acceptor(
      Ledger ledger,
      Lanes lanes,
      Predecessors predecessors,
      Scheduler scheduler,
      Supplier<Tenure> tenures) {
    this.means = new AcceptNumbered.Means(ledger, lanes, new SeriesEnds(), predecessors, scheduler);
    this.tenures = tenures;
  }

  /**
   * Accepts a message, however often it takes.
   *
   * <p>The stage fails with {@link NotAccepted} where nothing was written and the message's time is
   * over; with anything else in doubt, such as where this replica's tenure was revoked meanwhile.
   */
  CompletionStage<Acceptance> accept(Candidate candidate) {
    return candidate.destination().isNumbered()
        ? waves.enter(SeriesId.of(candidate.message()), () -> inTime(candidate))
        : submit(candidate);
  }

  /** Its caller may have gone while others of its series were at it. */
  private CompletionStage<Acceptance> inTime(Candidate candidate) {
    return candidate.times().giveUpAt().hasPassed()
        ? CompletableFuture.failedFuture(
            new NotAccepted(new StoreUnavailable("its turn did not come in time", null, false)))
        : submit(candidate);
  }

  /**
   * For how long the oldest message of this destination has waited for its first write to begin.
   */
  Duration lag(Destination destination) {
    Batcher<Candidate, CompletionStage<Acceptance>> batcher = batchers.get(destination.name());
    return batcher == null ? Duration.ZERO : batcher.lag();
  }

  private CompletionStage<Acceptance> submit(Candidate candidate) {
    return batchers
        .computeIfAbsent(candidate.destination().name(), name -> batcher(candidate.destination()))
        .submit(candidate)
        .thenCompose(Function.identity());
  }

  private Batcher<Candidate, CompletionStage<Acceptance>> batcher(Destination destination) {
    return new Batcher<>(
        means.scheduler(),
        new Batcher.Bounds(
            JournalEntry.MOST_MESSAGES, MOST_BYTES, destination.limits().inFlightBatches()),
        new Batcher.Traits<>(candidate -> candidate.prepared().envelope().size(), Candidate::key),
        destination.isNumbered() ? this::writeNumbered : this::write);
  }

  private CompletionStage<List<CompletionStage<Acceptance>>> write(List<Candidate> candidates) {
    AcceptBatch batch =
        new AcceptBatch(
            new AcceptBatch.Means(means.ledger(), means.lanes(), means.scheduler()),
            tenures.get(),
            candidates);
    CompletionStage<Void> firstWrite = batch.write();
    List<CompletionStage<Acceptance>> acceptances = batch.acceptances();
    return firstWrite.thenCompose(done -> CompletableFuture.completedFuture(acceptances));
  }

  private CompletionStage<List<CompletionStage<Acceptance>>> writeNumbered(
      List<Candidate> candidates) {
    AcceptNumbered batch = new AcceptNumbered(means, tenures.get(), candidates);
    List<CompletionStage<Acceptance>> acceptances = batch.acceptances();
    return batch.write().thenCompose(done -> CompletableFuture.completedFuture(acceptances));
  }
}
