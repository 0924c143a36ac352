package dev.postern.model;

import dev.postern.lane.Erasures;
import dev.postern.ledger.Record;
import dev.postern.message.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Erasures in a {@link ModelTable}, at the end of a line. */
public record ModelErasures(ModelTable table, Line line) implements Erasures {
  @Override
  public CompletionStage<Erased> erase(Record record, Outcome outcome, Instant at) {
    return line.call("erase", () -> erased(record, outcome, at));
  }

  private Erased erased(Record record, Outcome outcome, Instant at) {
    ModelTable.RecordItem item = table.records.get(record.id().keyHash());
    if (item == null || !isAsSeen(item.record, record, outcome)) {
      return Erased.CHANGED;
    }
    if (item.record.outcome().isEmpty()) {
      item.ttl = Optional.of(record.expiresAt().plus(table.margins.record()));
    }
    item.record = item.record.erased(outcome, at);
    table.deadLetters.computeIfPresent(record.id(), (id, letter) -> letter.erased(true));
    return Erased.DONE;
  }

  private static boolean isAsSeen(Record there, Record seen, Outcome outcome) {
    return there.id().equals(seen.id())
        && !there.isErased()
        && there.outcome().equals(seen.outcome().map(written -> outcome));
  }
}
