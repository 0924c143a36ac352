package dev.postern.observe;

import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.NumberedBatch;
import dev.postern.ledger.Progress;
import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.message.Outcome;
import io.opentelemetry.api.trace.Span;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Traces the writes that accept a message, and the one of its end where that stands on its record.
 * An end that stands in the journal only is traced by {@link TracedWitness}, since a journal entry
 * does not say whose trace it belongs to. Thread-safe.
 */
final class TracedLedger extends WatchedLedger {
  private final Traces traces;

  TracedLedger(Ledger ledger, Traces traces) {
    super(ledger);
    this.traces = traces;
  }

  @Override
  public CompletionStage<Inserted> insert(
      JournalEntry entry, Instant keepUntil, List<Record> records) {
    if (records.stream().noneMatch(TracedLedger::isRecorded)) {
      return ledger.insert(entry, keepUntil, records);
    }
    List<Span> spans =
        records.stream().map(record -> begin(Traces.Operation.ACCEPT, record)).toList();
    return Passing.by(
        ledger.insert(entry, keepUntil, records),
        (inserted, failure) -> {
          for (int i = 0; i < spans.size(); i++) {
            if (failure == null) {
              end(spans.get(i), inserted.records().get(i));
            } else {
              Traces.fail(spans.get(i), "unknown", MeteredLedger.code(failure));
            }
          }
        });
  }

  @Override
  public CompletionStage<Optional<NumberedBatch.Refusal>> insert(NumberedBatch batch) {
    List<Span> spans =
        batch.places().stream()
            .map(NumberedBatch.Place::record)
            .filter(TracedLedger::isRecorded)
            .map(record -> begin(Traces.Operation.ACCEPT, record))
            .toList();
    if (spans.isEmpty()) {
      return ledger.insert(batch);
    }
    return Passing.by(
        ledger.insert(batch),
        (refusal, failure) -> spans.forEach(span -> end(span, refusal, failure)));
  }

  /** Written as a whole or not at all: what one place was refused for, all were. */
  private static void end(Span span, Optional<NumberedBatch.Refusal> refusal, Throwable failure) {
    if (failure != null) {
      Traces.fail(span, "unknown", MeteredLedger.code(failure));
    } else {
      Traces.end(span, refusal.isEmpty() ? "written" : "refused");
    }
  }

  private static boolean isRecorded(Record record) {
    return Traces.isRecorded(record.message().terms().trace());
  }

  private Span begin(Traces.Operation operation, Record record) {
    return traces.begin(operation, subject(record));
  }

  static Traces.Subject subject(Record record) {
    return new Traces.Subject(
        record.message().terms().trace(), record.message().destination(), record.id());
  }

  private static void end(Span span, Write write) {
    switch (write) {
      case WRITTEN, EXISTS -> Traces.end(span, Meters.word(write));
      case FAILED -> Traces.fail(span, "failed", "failed");
    }
  }

  @Override
  public CompletionStage<Boolean> conclude(Record record, Outcome outcome, Instant keepUntil) {
    if (!isRecorded(record)) {
      return ledger.conclude(record, outcome, keepUntil);
    }
    Span span = begin(Traces.Operation.SETTLE, record);
    return Passing.by(
        ledger.conclude(record, outcome, keepUntil),
        (written, failure) -> {
          if (failure == null) {
            Traces.end(span, written ? word(outcome) : "overtaken");
          } else {
            Traces.fail(span, "unknown", MeteredLedger.code(failure));
          }
        });
  }

  static String word(Outcome outcome) {
    return outcome.fold(published -> "published", dead -> "dead");
  }

  @Override
  public CompletionStage<Boolean> settle(
      EntryId entry, ReplicaId owner, Map<Integer, Progress> progress) {
    return ledger.settle(entry, owner, progress);
  }
}
