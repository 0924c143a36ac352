package dev.postern.observe;

import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.SeriesEnd;
import dev.postern.ledger.SeriesId;
import dev.postern.ledger.Standing;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Hands on what nobody here looks at. */
abstract class WatchedLedger implements Ledger {
  final Ledger ledger;

  WatchedLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public CompletionStage<Map<SeriesId, SeriesEnd>> ends(Collection<SeriesId> series) {
    return ledger.ends(series);
  }

  @Override
  public CompletionStage<Boolean> replace(MessageId old, Record record) {
    return ledger.replace(old, record);
  }

  @Override
  public CompletionStage<Optional<Record>> find(KeyHash key) {
    return ledger.find(key);
  }

  @Override
  public CompletionStage<Optional<JournalEntry>> find(EntryId entry) {
    return ledger.find(entry);
  }

  @Override
  public CompletionStage<List<JournalEntry>> entries(ReplicaId replica, int shard, long from) {
    return ledger.entries(replica, shard, from);
  }

  @Override
  public CompletionStage<Optional<JournalEntry>> takeOver(JournalEntry seen, ReplicaId owner) {
    return ledger.takeOver(seen, owner);
  }

  @Override
  public CompletionStage<Boolean> hold(MessageId message) {
    return ledger.hold(message);
  }

  @Override
  public CompletionStage<Boolean> doubt(MessageId message) {
    return ledger.doubt(message);
  }

  @Override
  public CompletionStage<Standing> standing(Record record) {
    return ledger.standing(record);
  }
}
