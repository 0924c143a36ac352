package dev.postern.publish;

import dev.postern.flow.Scheduler;
import dev.postern.lane.Head;
import dev.postern.lane.LaneId;
import dev.postern.lane.Lanes;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Record;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.ledger.Tenure;
import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * One batch on its way into the store.
 *
 * <p>Its writes succeed and fail one by one, so each record has its own end: written; there
 * already, by this very batch whose answer was lost, or by another message; or not yet. What is not
 * yet written is tried again, also when every caller has been told that the store has failed, since
 * some other write of the batch may be there for others to see. Only where it is certain that
 * nothing was written does the batch end with its callers' time.
 */
final class AcceptBatch {
  /** What every batch works with. */
  record Means(Ledger ledger, Lanes lanes, Scheduler scheduler) {}

  private final Means means;
  private final Tenure tenure;
  private final List<Candidate> candidates;
  private final List<Record> records;
  private final JournalEntry entry;
  private final Instant keepUntil;
  private final CompletionStage<Map<LaneId, Head>> heads;

  private final CompletableFuture<Void> entryWritten = new CompletableFuture<>();
  private final List<CompletableFuture<Ledger.Write>> written;
  private boolean mayBeApplied;

  AcceptBatch(Means means, Tenure tenure, List<Candidate> candidates) {
    this.means = means;
    this.tenure = tenure;
    this.candidates = candidates;
    Instant now = means.scheduler().now();
    EntryId id = tenure.nextEntry(candidates.size());
    this.records = candidates.stream().map(candidate -> record(candidate, id, now)).toList();
    this.entry = JournalEntry.open(id, now, records.stream().map(Record::id).toList());
    this.keepUntil = records.stream().map(Record::expiresAt).max(Instant::compareTo).orElseThrow();
    this.written =
        candidates.stream().map(candidate -> new CompletableFuture<Ledger.Write>()).toList();
    this.heads = readHeads();
  }

  private static Record record(Candidate candidate, EntryId entry, Instant now) {
    MessageId id = new MessageId(candidate.key(), now.toEpochMilli());
    return new Record(
        id,
        candidate.message(),
        new Record.Acceptance(
            candidate.prepared().fingerprint(),
            entry,
            id.acceptedAt().plus(candidate.destination().limits().retention().record())));
  }

  /** The heads of the lanes of those that have an order; a failed read says that none is clear. */
  private CompletionStage<Map<LaneId, Head>> readHeads() {
    List<LaneId> lanes =
        IntStream.range(0, candidates.size())
            .filter(i -> candidates.get(i).isOrdered())
            .mapToObj(this::lane)
            .distinct()
            .toList();
    return lanes.isEmpty()
        ? CompletableFuture.completedFuture(Map.of())
        : means.lanes().heads(lanes).exceptionally(failure -> Map.of());
  }

  private LaneId lane(int place) {
    Candidate candidate = candidates.get(place);
    return LaneId.of(candidate.destination(), records.get(place).id(), candidate.message());
  }

  /** Writes for the first time; ends when that is over, however it ended. */
  CompletionStage<Void> write() {
    return attempt(1);
  }

  /** One end for each candidate, in order. */
  List<CompletionStage<Acceptance>> acceptances() {
    return IntStream.range(0, candidates.size())
        .mapToObj(place -> acceptance(place).whenComplete(this::finishIfNotOwned))
        .toList();
  }

  /** What was not accepted by this entry leaves nothing in it to recover. */
  private void finishIfNotOwned(Acceptance acceptance, Throwable failure) {
    boolean owned = failure == null && acceptance.<Boolean>fold(own -> true, taken -> false);
    if (!owned) {
      tenure.finished(entry.id());
    }
  }

  private CompletionStage<Void> attempt(int attempt) {
    List<Integer> missing =
        IntStream.range(0, records.size())
            .filter(place -> !written.get(place).isDone())
            .boxed()
            .toList();
    return means
        .ledger()
        .insert(entry, keepUntil, missing.stream().map(records::get).toList())
        .handle(
            (inserted, failure) -> {
              if (failure == null) {
                take(missing, inserted);
              } else {
                mayBeApplied |= mayBeApplied(failure);
              }
              goOn(attempt, failure);
              return null;
            });
  }

  private static boolean mayBeApplied(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return failure instanceof StoreUnavailable unavailable
        ? unavailable.mayBeApplied()
        : !(cause instanceof StoreUnavailable known) || known.mayBeApplied();
  }

  private void take(List<Integer> places, Ledger.Inserted inserted) {
    mayBeApplied = true;
    if (inserted.entry() != Ledger.Write.FAILED) {
      // An entry of this name can only be this one.
      entryWritten.complete(null);
    }
    for (int i = 0; i < places.size(); i++) {
      if (inserted.records().get(i) != Ledger.Write.FAILED) {
        written.get(places.get(i)).complete(inserted.records().get(i));
      }
    }
  }

  private void goOn(int attempt, Throwable failure) {
    boolean whole = entryWritten.isDone() && written.stream().allMatch(CompletableFuture::isDone);
    if (whole) {
      return;
    }
    boolean over = candidates.stream().allMatch(each -> each.times().waitUntil().hasPassed());
    if (tenure.isRevoked() || (over && !mayBeApplied)) {
      Throwable reason =
          failure == null
              ? new StoreUnavailable("the store wrote only a part of it", null, true)
              : failure;
      entryWritten.completeExceptionally(reason);
      written.forEach(each -> each.completeExceptionally(reason));
      return;
    }
    means
        .scheduler()
        .schedule(
            Insistence.BACKOFF.after(attempt, means.scheduler().random()),
            () -> attempt(attempt + 1));
  }

  private CompletionStage<Acceptance> acceptance(int place) {
    return written
        .get(place)
        .thenCompose(
            write ->
                write == Ledger.Write.WRITTEN
                    ? owned(place)
                    : whoseIsIt(place, records.get(place)));
  }

  private CompletionStage<Acceptance> owned(int place) {
    return entryWritten.thenCombine(
        heads,
        (done, read) ->
            new Acceptance.Owned(records.get(place), tenure, place, isClear(place, read)));
  }

  private boolean isClear(int place, Map<LaneId, Head> read) {
    return !candidates.get(place).isOrdered()
        || Optional.ofNullable(read.get(lane(place))).map(Head::isClear).orElse(false);
  }

  private CompletionStage<Acceptance> whoseIsIt(int place, Record mine) {
    return new Insistence(means.scheduler())
        .on(tenure, () -> means.ledger().find(mine.id().keyHash()))
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                return again(place);
              }
              Record there = found.get();
              if (there.acceptance().entry().equals(entry.id())) {
                // Our own write, repeated after its answer was lost.
                return owned(place);
              }
              return there.isExpired(entry.openedAt())
                  ? takeOver(place, there)
                  : CompletableFuture.completedFuture(new Acceptance.Taken(there));
            });
  }

  /** A key runs out only once its message has come to an end, or can't any more. */
  private CompletionStage<Acceptance> takeOver(int place, Record expired) {
    Insistence insistence = new Insistence(means.scheduler());
    return insistence
        .on(tenure, () -> means.ledger().standing(expired))
        .thenCompose(
            standing -> {
              boolean free =
                  standing.fold(known -> true, () -> false, journal -> journal.isEmpty());
              if (!free) {
                return CompletableFuture.completedFuture(new Acceptance.Taken(expired));
              }
              return insistence
                  .on(tenure, () -> means.ledger().replace(expired.id(), records.get(place)))
                  .thenCompose(replaced -> replaced ? owned(place) : notReplaced(place, expired));
            });
  }

  /** It still waits in a lane, where nothing runs out, or another call was first. */
  private CompletionStage<Acceptance> notReplaced(int place, Record expired) {
    return new Insistence(means.scheduler())
        .on(tenure, () -> means.ledger().find(expired.id().keyHash()))
        .thenCompose(
            found ->
                found
                    .filter(there -> there.id().equals(expired.id()))
                    .<CompletionStage<Acceptance>>map(
                        there -> CompletableFuture.completedFuture(new Acceptance.Taken(there)))
                    .orElseGet(() -> whoseIsIt(place, records.get(place))));
  }

  /** The record that stood in the way is gone: there is room now. */
  private CompletionStage<Acceptance> again(int place) {
    return new Insistence(means.scheduler())
        .on(
            tenure,
            () ->
                means
                    .ledger()
                    .insert(entry, keepUntil, List.of(records.get(place)))
                    .thenApply(AcceptBatch::done))
        .thenCompose(
            write ->
                write == Ledger.Write.WRITTEN
                    ? owned(place)
                    : whoseIsIt(place, records.get(place)));
  }

  private static Ledger.Write done(Ledger.Inserted inserted) {
    Ledger.Write write = inserted.records().get(0);
    if (write == Ledger.Write.FAILED) {
      throw new StoreUnavailable("the record was not written", null, true);
    }
    return write;
  }
}
