package dev.postern.publish;

import dev.postern.flow.Scheduler;
import dev.postern.lane.Lanes;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Record;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.ledger.Tenure;
import java.util.List;
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
  private final Draft draft;
  private final ClearLanes lanes;
  private final Occupant.Means occupants;

  private final CompletableFuture<Void> entryWritten = new CompletableFuture<>();
  private final List<CompletableFuture<Ledger.Write>> written;
  private boolean mayBeApplied;

  AcceptBatch(Means means, Tenure tenure, List<Candidate> candidates) {
    this.means = means;
    this.tenure = tenure;
    this.draft = Draft.of(candidates, tenure, means.scheduler().now());
    this.occupants = new Occupant.Means(means.ledger(), new Insistence(means.scheduler()), tenure);
    this.written =
        candidates.stream().map(candidate -> new CompletableFuture<Ledger.Write>()).toList();
    this.lanes = ClearLanes.read(means.lanes(), candidates);
  }

  /** Writes for the first time; ends when that is over, however it ended. */
  CompletionStage<Void> write() {
    return attempt(1);
  }

  /** One end for each candidate, in order. */
  List<CompletionStage<Acceptance>> acceptances() {
    return IntStream.range(0, written.size())
        .mapToObj(place -> acceptance(place).whenComplete(this::finishIfNotOwned))
        .toList();
  }

  /** What was not accepted by this entry leaves nothing in it to recover. */
  private void finishIfNotOwned(Acceptance acceptance, Throwable failure) {
    if (failure != null || !acceptance.isOwned()) {
      tenure.finished(draft.entry().id());
    }
  }

  private CompletionStage<Void> attempt(int attempt) {
    List<Integer> missing =
        IntStream.range(0, written.size())
            .filter(place -> !written.get(place).isDone())
            .boxed()
            .toList();
    return means
        .ledger()
        .insert(
            draft.entry(), draft.keepUntil(), missing.stream().map(draft.records()::get).toList())
        .handle(
            (inserted, failure) -> {
              if (failure == null) {
                take(missing, inserted);
              } else {
                mayBeApplied |= StoreUnavailable.mayBeApplied(failure);
              }
              goOn(attempt, failure);
              return null;
            });
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
    if (tenure.isRevoked() || (draft.isOver() && !mayBeApplied)) {
      Throwable failed =
          failure == null
              ? new StoreUnavailable("the store wrote only a part of it", null, true)
              : failure;
      Throwable reason = mayBeApplied ? failed : new NotAccepted(failed);
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
        .thenCompose(write -> write == Ledger.Write.WRITTEN ? owned(place) : whoseIsIt(place));
  }

  private CompletionStage<Acceptance> owned(int place) {
    return entryWritten.thenCombine(
        lanes.isClear(draft.candidates().get(place)),
        (done, clear) -> new Acceptance.Owned(draft.records().get(place), tenure, place, clear));
  }

  private CompletionStage<Acceptance> whoseIsIt(int place) {
    return occupants
        .of(draft.records().get(place), draft.entry().openedAt())
        .thenCompose(
            occupant ->
                occupant.fold(
                    () -> again(place),
                    own -> owned(place),
                    expired -> takeOver(place, expired),
                    other -> CompletableFuture.completedFuture(new Acceptance.Taken(other))));
  }

  /** A key runs out only once its message has come to an end, or can't any more. */
  private CompletionStage<Acceptance> takeOver(int place, Record expired) {
    return occupants
        .insistence()
        .on(tenure, () -> means.ledger().replace(expired.id(), draft.records().get(place)))
        .thenCompose(replaced -> replaced ? owned(place) : notReplaced(place, expired));
  }

  /** It still waits in a lane, where nothing runs out, or another call was first. */
  private CompletionStage<Acceptance> notReplaced(int place, Record expired) {
    return occupants
        .insistence()
        .on(tenure, () -> means.ledger().find(expired.id().keyHash()))
        .thenCompose(
            found ->
                found
                    .filter(there -> there.id().equals(expired.id()))
                    .<CompletionStage<Acceptance>>map(
                        there -> CompletableFuture.completedFuture(new Acceptance.Taken(there)))
                    .orElseGet(() -> whoseIsIt(place)));
  }

  /** The record that stood in the way is gone: there is room now. */
  private CompletionStage<Acceptance> again(int place) {
    return occupants
        .insistence()
        .on(
            tenure,
            () ->
                means
                    .ledger()
                    .insert(draft.entry(), draft.keepUntil(), List.of(draft.records().get(place)))
                    .thenApply(AcceptBatch::done))
        .thenCompose(write -> write == Ledger.Write.WRITTEN ? owned(place) : whoseIsIt(place));
  }

  private static Ledger.Write done(Ledger.Inserted inserted) {
    Ledger.Write write = inserted.records().get(0);
    if (write == Ledger.Write.FAILED) {
      throw new StoreUnavailable("the record was not written", null, true);
    }
    return write;
  }
}
