package dev.postern.model;

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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Records and journal entries in a {@link ModelTable}, at the end of a line. */
public record ModelLedger(ModelTable table, Line line) implements Ledger {
  @Override
  public CompletionStage<Inserted> insert(
      JournalEntry entry, Instant keepUntil, List<Record> records) {
    return line.call(
        "insert",
        () -> new Inserted(insert(entry, keepUntil), records.stream().map(this::insert).toList()));
  }

  private Write insert(JournalEntry entry, Instant keepUntil) {
    if (line.leavesOut("entry")) {
      return Write.FAILED;
    }
    return table.journal.putIfAbsent(
                entry.id(),
                new ModelTable.JournalItem(entry, keepUntil.plus(table.margins.journal())))
            == null
        ? Write.WRITTEN
        : Write.EXISTS;
  }

  private Write insert(Record record) {
    if (line.leavesOut("record")) {
      return Write.FAILED;
    }
    return table.records.putIfAbsent(record.id().keyHash(), item(record)) == null
        ? Write.WRITTEN
        : Write.EXISTS;
  }

  private ModelTable.RecordItem item(Record record) {
    return new ModelTable.RecordItem(record, record.expiresAt().plus(table.margins.record()));
  }

  @Override
  public CompletionStage<Optional<NumberedBatch.Refusal>> insert(NumberedBatch batch) {
    return line.call("insert", () -> table.series.insert(batch));
  }

  @Override
  public CompletionStage<Map<SeriesId, SeriesEnd>> ends(Collection<SeriesId> series) {
    return line.call("ends", () -> table.series.ends(series));
  }

  @Override
  public CompletionStage<Boolean> replace(MessageId old, Record record) {
    return line.call(
        "replace",
        () -> {
          if (own(old).filter(item -> item.ttl.isPresent()).isEmpty()) {
            return false;
          }
          table.records.put(record.id().keyHash(), item(record));
          return true;
        });
  }

  private Optional<ModelTable.RecordItem> own(MessageId message) {
    return Optional.ofNullable(table.records.get(message.keyHash()))
        .filter(item -> item.record.id().equals(message));
  }

  @Override
  public CompletionStage<Optional<Record>> find(KeyHash key) {
    return line.call("find", () -> table.record(key));
  }

  @Override
  public CompletionStage<Optional<JournalEntry>> find(EntryId entry) {
    return line.call("findEntry", () -> table.entry(entry));
  }

  @Override
  public CompletionStage<Boolean> settle(
      EntryId entry, ReplicaId owner, Map<Integer, Progress> progress) {
    return line.call(
        "settle",
        () -> {
          ModelTable.JournalItem item = table.journal.get(entry);
          if (item == null
              || (!item.entry.owner().equals(owner) && !table.tells(Lie.OWNER_IGNORED))) {
            return false;
          }
          Map<Integer, Progress> all = new HashMap<>(item.entry.progress());
          all.putAll(progress);
          item.entry =
              new JournalEntry(
                  entry, item.entry.owner(), item.entry.openedAt(), item.entry.messages(), all);
          return true;
        });
  }

  @Override
  public CompletionStage<Boolean> hold(MessageId message) {
    return line.call(
        "hold",
        () -> {
          Optional<ModelTable.RecordItem> own =
              own(message).filter(item -> item.record.outcome().isEmpty());
          if (!table.tells(Lie.HOLD_KEEPS_TTL)) {
            own.ifPresent(item -> item.ttl = Optional.empty());
          }
          return own.isPresent();
        });
  }

  @Override
  public CompletionStage<Boolean> doubt(MessageId message) {
    return line.call(
        "doubt",
        () -> {
          Optional<ModelTable.RecordItem> free =
              own(message).filter(item -> item.record.outcome().isEmpty());
          free.ifPresent(
              item -> {
                Record there = item.record;
                item.record =
                    new Record(
                        there.id(),
                        there.message(),
                        there.acceptance(),
                        new Record.Fate(
                            Optional.empty(),
                            !table.tells(Lie.DOUBT_NOT_WRITTEN),
                            there.fate().processed(),
                            there.fate().erasedAt()));
              });
          return free.isPresent();
        });
  }

  @Override
  public CompletionStage<Boolean> conclude(Record record, Outcome outcome, Instant keepUntil) {
    return line.call(
        "conclude",
        () -> {
          Optional<ModelTable.RecordItem> free =
              own(record.id()).filter(item -> item.record.outcome().isEmpty());
          free.ifPresent(
              item -> {
                Record there = item.record;
                item.record =
                    new Record(
                        there.id(),
                        there.message(),
                        there.acceptance().until(keepUntil),
                        there.fate().concluded(outcome));
                item.ttl = Optional.of(keepUntil.plus(table.margins.record()));
              });
          return free.isPresent();
        });
  }

  @Override
  public CompletionStage<List<JournalEntry>> entries(ReplicaId replica, int shard, long from) {
    return line.call(
        "entries of journal",
        () ->
            table.journal.values().stream()
                .map(item -> item.entry)
                .filter(entry -> entry.id().replica().equals(replica))
                .filter(entry -> entry.id().shard() == shard && entry.id().number() >= from)
                .sorted(Comparator.comparingLong(entry -> entry.id().number()))
                .limit(MOST_ENTRIES)
                .toList());
  }

  @Override
  public CompletionStage<Optional<JournalEntry>> takeOver(JournalEntry seen, ReplicaId owner) {
    return line.call(
        "takeOver",
        () -> {
          ModelTable.JournalItem item = table.journal.get(seen.id());
          if (item == null || !item.entry.owner().equals(seen.owner())) {
            return Optional.empty();
          }
          item.entry =
              new JournalEntry(
                  seen.id(),
                  owner,
                  item.entry.openedAt(),
                  item.entry.messages(),
                  item.entry.progress());
          return Optional.of(item.entry);
        });
  }
}
