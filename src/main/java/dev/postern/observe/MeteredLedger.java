package dev.postern.observe;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.NumberedBatch;
import dev.postern.ledger.Progress;
import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Counts the batches that are accepted and settled and the ends that are written, and tells of each
 * write that failed. Thread-safe.
 */
final class MeteredLedger extends WatchedLedger {
  private final Meters meters;
  private final BatchLog log;

  MeteredLedger(Ledger ledger, Meters meters, BatchLog log) {
    super(ledger);
    this.meters = meters;
    this.log = log;
  }

  @Override
  public CompletionStage<Inserted> insert(
      JournalEntry entry, Instant keepUntil, List<Record> records) {
    long began = log.begin();
    return Passing.by(
        ledger.insert(entry, keepUntil, records),
        (inserted, failure) -> {
          if (records.isEmpty()) {
            return;
          }
          if (failure == null) {
            meters.acceptBatch(records.get(0).message().destination()).record(records.size());
          } else {
            notAccepted(failure, records, log.since(began));
          }
        });
  }

  private void notAccepted(Throwable failure, List<Record> records, Duration took) {
    log.failure(() -> failing("accept failed", failure, records).latency(took));
  }

  private static WideLine failing(
      @CompileTimeConstant String what, Throwable failure, List<Record> records) {
    return failed(what, failure)
        .messages(records.stream().map(Record::id).toList())
        .destination(records.get(0).message().destination())
        .groups(records.stream().map(record -> record.message().group()).toList())
        .traces(records.stream().map(record -> record.message().terms().trace()).toList());
  }

  @Override
  public CompletionStage<Boolean> settle(
      EntryId entry, ReplicaId owner, Map<Integer, Progress> progress) {
    long began = log.begin();
    return Passing.by(
        ledger.settle(entry, owner, progress),
        (own, failure) -> {
          if (failure != null) {
            Duration took = log.since(began);
            log.failure(() -> failed("settle failed", failure).entry(entry).latency(took));
          } else if (own) {
            meters.settleBatch().record(progress.size());
          }
        });
  }

  @Override
  public CompletionStage<Boolean> conclude(Record record, Outcome outcome, Instant keepUntil) {
    long began = log.begin();
    return Passing.by(
        ledger.conclude(record, outcome, keepUntil),
        (written, failure) -> {
          if (failure != null) {
            Duration took = log.since(began);
            log.failure(
                () ->
                    failing("conclude failed", failure, List.of(record))
                        .attempts(List.of(outcome.attempts()))
                        .latency(took));
          } else if (written) {
            meters
                .concluded(
                    outcome.fold(
                        published -> Meters.Concluded.PUBLISHED, dead -> Meters.Concluded.DEAD))
                .increment();
          }
        });
  }

  private static WideLine failed(@CompileTimeConstant String what, Throwable failure) {
    boolean maybe = StoreUnavailable.mayBeApplied(failure);
    return new WideLine(what)
        .outcomes(List.of(maybe ? "unknown" : "not-written"))
        .cause(code(failure));
  }

  /** What kind of failure it was, without its sentence. */
  static String code(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StoreUnavailable
        ? BatchLog.code(String.valueOf(cause.getMessage()))
        : cause.getClass().getSimpleName();
  }

  @Override
  public CompletionStage<Optional<NumberedBatch.Refusal>> insert(NumberedBatch batch) {
    long began = log.begin();
    List<Record> records = batch.places().stream().map(NumberedBatch.Place::record).toList();
    return Passing.by(
        ledger.insert(batch),
        (refusal, failure) -> {
          if (failure != null) {
            notAccepted(failure, records, log.since(began));
          } else if (refusal.isEmpty()) {
            meters.acceptBatch(records.get(0).message().destination()).record(records.size());
          }
        });
  }
}
