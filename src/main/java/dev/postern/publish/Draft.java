package dev.postern.publish;

import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Record;
import dev.postern.ledger.Tenure;
import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.List;

/**
 * A batch as it is to be written.
 *
 * @param records one for each candidate, in order
 * @param keepUntil when the last of them expires
 */
record Draft(
    List<Candidate> candidates, List<Record> records, JournalEntry entry, Instant keepUntil) {

  static Draft of(List<Candidate> candidates, Tenure tenure, Instant now) {
    JournalEntry entry =
        JournalEntry.open(
            tenure.nextEntry(candidates.size()),
            now,
            candidates.stream()
                .map(each -> new MessageId(each.key(), now.toEpochMilli()))
                .toList());
    List<Record> records = candidates.stream().map(each -> record(each, entry)).toList();
    return new Draft(
        candidates,
        records,
        entry,
        records.stream().map(Record::expiresAt).max(Instant::compareTo).orElseThrow());
  }

  private static Record record(Candidate candidate, JournalEntry entry) {
    MessageId id = new MessageId(candidate.key(), entry.openedAt().toEpochMilli());
    return new Record(
        id,
        candidate.message(),
        new Record.Acceptance(
            candidate.prepared().fingerprint(),
            entry.id(),
            id.acceptedAt().plus(candidate.destination().limits().retention().record())));
  }

  /** Has every caller's time passed? */
  boolean isOver() {
    return candidates.stream().allMatch(each -> each.times().waitUntil().hasPassed());
  }
}
