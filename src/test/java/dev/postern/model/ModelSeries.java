package dev.postern.model;

import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.NumberedBatch;
import dev.postern.ledger.Record;
import dev.postern.ledger.SeriesEnd;
import dev.postern.ledger.SeriesId;
import dev.postern.message.MessageId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ends of series, and who has which number. */
public final class ModelSeries {
  private final ModelTable table;
  private final Map<SeriesId, SeriesEnd> ends = new HashMap<>();
  private final Map<SeriesId, List<MessageId>> given = new LinkedHashMap<>();

  ModelSeries(ModelTable table) {
    this.table = table;
  }

  /** Whose the numbers of each series are, from 1 on. */
  public Map<SeriesId, List<MessageId>> given() {
    return given;
  }

  Map<SeriesId, SeriesEnd> ends(Collection<SeriesId> series) {
    Map<SeriesId, SeriesEnd> found = new HashMap<>();
    series.forEach(each -> found.put(each, ends.getOrDefault(each, SeriesEnd.NONE)));
    return found;
  }

  Optional<NumberedBatch.Refusal> insert(NumberedBatch batch) {
    Set<Integer> taken = new HashSet<>();
    for (int place = 0; place < batch.places().size(); place++) {
      if (!isFree(batch.places().get(place))) {
        taken.add(place);
      }
    }
    Map<SeriesId, SeriesEnd> elsewhere = new HashMap<>();
    batch
        .steps()
        .forEach(
            (series, step) -> {
              SeriesEnd end = ends.getOrDefault(series, SeriesEnd.NONE);
              if (end.number() != step.from() && !table.tells(Lie.NUMBER_NOT_CHECKED)) {
                elsewhere.put(series, end);
              }
            });
    boolean entry = !isEntryAsForeseen(batch);
    if (entry || !taken.isEmpty() || !elsewhere.isEmpty()) {
      return Optional.of(new NumberedBatch.Refusal(entry, taken, elsewhere));
    }
    write(batch);
    return Optional.empty();
  }

  private boolean isEntryAsForeseen(NumberedBatch batch) {
    Optional<JournalEntry> there = table.entry(batch.entry().id());
    return batch.entryIsThere()
        ? there.filter(entry -> entry.owner().equals(batch.entry().owner())).isPresent()
        : there.isEmpty();
  }

  private boolean isFree(NumberedBatch.Place place) {
    ModelTable.RecordItem there = table.records.get(place.record().id().keyHash());
    return place.insteadOf().isEmpty()
        ? there == null
        : there != null
            && there.record.id().equals(place.insteadOf().get())
            && there.ttl.isPresent();
  }

  private void write(NumberedBatch batch) {
    if (!batch.entryIsThere()) {
      table.journal.put(
          batch.entry().id(),
          new ModelTable.JournalItem(
              batch.entry(), batch.keepUntil().plus(table.margins.journal())));
    }
    for (NumberedBatch.Place place : batch.places()) {
      Record record = place.record();
      table.records.put(
          record.id().keyHash(),
          new ModelTable.RecordItem(record, record.expiresAt().plus(table.margins.record())));
      given
          .computeIfAbsent(SeriesId.of(record.message()), series -> new ArrayList<>())
          .add(record.id());
    }
    batch
        .steps()
        .forEach(
            (series, step) ->
                ends.put(series, new SeriesEnd(step.to(), Optional.of(batch.entry().id()))));
  }
}
