package dev.postern.simulation;

import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.NumberedBatch;
import dev.postern.ledger.Progress;
import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.SeriesEnd;
import dev.postern.ledger.SeriesId;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Hands everything on; for those who look at or change one thing only. */
class ForwardingLedger implements Ledger {
  private final Ledger to;

  ForwardingLedger(Ledger to) {
    this.to = to;
  }

  @Override
  public CompletionStage<Inserted> insert(
      JournalEntry entry, Instant keepUntil, List<Record> records) {
    return to.insert(entry, keepUntil, records);
  }

  @Override
  public CompletionStage<Optional<NumberedBatch.Refusal>> insert(NumberedBatch batch) {
    return to.insert(batch);
  }

  @Override
  public CompletionStage<Map<SeriesId, SeriesEnd>> ends(Collection<SeriesId> series) {
    return to.ends(series);
  }

  @Override
  public CompletionStage<Boolean> replace(MessageId old, Record record) {
    return to.replace(old, record);
  }

  @Override
  public CompletionStage<Optional<Record>> find(KeyHash key) {
    return to.find(key);
  }

  @Override
  public CompletionStage<Optional<JournalEntry>> find(EntryId entry) {
    return to.find(entry);
  }

  @Override
  public CompletionStage<Boolean> settle(
      EntryId entry, ReplicaId owner, Map<Integer, Progress> progress) {
    return to.settle(entry, owner, progress);
  }

  @Override
  public CompletionStage<List<JournalEntry>> entries(ReplicaId replica, int shard, long from) {
    return to.entries(replica, shard, from);
  }

  @Override
  public CompletionStage<Optional<JournalEntry>> takeOver(JournalEntry seen, ReplicaId owner) {
    return to.takeOver(seen, owner);
  }

  @Override
  public CompletionStage<Boolean> hold(MessageId message) {
    return to.hold(message);
  }

  @Override
  public CompletionStage<Boolean> doubt(MessageId message) {
    return to.doubt(message);
  }

  @Override
  public CompletionStage<Boolean> conclude(Record record, Outcome outcome, Instant keepUntil) {
    return to.conclude(record, outcome, keepUntil);
  }
}
