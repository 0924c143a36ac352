package dev.postern.publish;

import dev.postern.flow.Scheduler;
import dev.postern.lane.Lanes;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.NumberedBatch;
import dev.postern.ledger.Record;
import dev.postern.ledger.SeriesEnd;
import dev.postern.ledger.SeriesId;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.ledger.Tenure;
import dev.postern.message.MessageId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One batch whose messages take the next numbers of their series on its way into the store.
 *
 * <p>It is written as a whole or not at all, so a number is taken by a record or by nobody. What
 * stands in the way is looked at and the rest tried again: a message whose key is another's is
 * taken out, a series that has moved on is counted from where it is now. Only when it is certain
 * that nothing of it was written does the batch end with its callers' time.
 *
 * <p>The journal entry names all messages from the first try on, so that a try whose answer was
 * lost and one that came after can't both be written: a message that found no place in the end is
 * one of which no record tells.
 */
final class AcceptNumbered {
  /** What every batch works with. */
  record Means(
      Ledger ledger,
      Lanes lanes,
      SeriesEnds known,
      Predecessors predecessors,
      Scheduler scheduler) {}

  private final Means means;
  private final Tenure tenure;
  private final Draft draft;
  private final ClearLanes lanes;
  private final Occupant.Means occupants;
  private final List<CompletableFuture<Acceptance>> ends;
  private final CompletableFuture<Void> firstRound = new CompletableFuture<>();

  // Touched by one round at a time, each of which happens after the one before.
  private final Map<Integer, MessageId> insteadOf = new ConcurrentHashMap<>();
  private boolean entryIsThere;
  private boolean mayBeApplied;
  private boolean wrote;

  AcceptNumbered(Means means, Tenure tenure, List<Candidate> candidates) {
    this.means = means;
    this.tenure = tenure;
    this.draft = Draft.of(candidates, tenure, means.scheduler().now());
    this.lanes = ClearLanes.read(means.lanes(), candidates);
    this.occupants = new Occupant.Means(means.ledger(), new Insistence(means.scheduler()), tenure);
    this.ends = candidates.stream().map(each -> new CompletableFuture<Acceptance>()).toList();
  }

  /** Writes for the first time; ends when that is over, however it ended. */
  CompletionStage<Void> write() {
    round(1);
    return firstRound;
  }

  /** One end for each candidate, in order. */
  List<CompletionStage<Acceptance>> acceptances() {
    return ends.stream().<CompletionStage<Acceptance>>map(this::noted).toList();
  }

  /** What was not accepted by this entry leaves nothing in it to recover. */
  private CompletionStage<Acceptance> noted(CompletableFuture<Acceptance> end) {
    return end.whenComplete(
        (acceptance, failure) -> {
          if (failure != null || !acceptance.isOwned()) {
            tenure.finished(draft.entry().id());
          }
        });
  }

  private List<Integer> open() {
    return IntStream.range(0, ends.size()).filter(i -> !ends.get(i).isDone()).boxed().toList();
  }

  private SeriesId series(int place) {
    return SeriesId.of(draft.candidates().get(place).message());
  }

  private void round(int attempt) {
    List<Integer> open = open();
    if (open.isEmpty()) {
      return;
    }
    new Round(open)
        .run()
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                open.forEach(place -> means.known().forget(series(place)));
              }
              firstRound.complete(null);
              next(attempt, Optional.ofNullable(failure));
            });
  }

  private void next(int attempt, Optional<Throwable> failure) {
    boolean over = draft.isOver() && !mayBeApplied;
    boolean ofStore = failure.map(Insistence::isOfStore).orElse(true);
    if (tenure.isRevoked() || over || !ofStore) {
      Throwable failed =
          failure.orElseGet(
              () -> new StoreUnavailable("its number was taken by others", null, mayBeApplied));
      Throwable reason = mayBeApplied || wrote ? failed : new NotAccepted(failed);
      ends.forEach(end -> end.completeExceptionally(reason));
      return;
    }
    // What stood in the way once is known by now; what stands there again is somebody at work.
    Duration wait =
        attempt == 1 && failure.isEmpty()
            ? Duration.ZERO
            : Insistence.BACKOFF.after(attempt, means.scheduler().random());
    means.scheduler().schedule(wait, () -> round(attempt + 1));
  }

  /** One try to write what is still open. */
  private final class Round {
    private final List<Integer> open;
    private final Map<Integer, Record> planned = new TreeMap<>();
    private SeriesEnds.Sight sight;

    Round(List<Integer> open) {
      this.open = open;
    }

    CompletionStage<Void> run() {
      Set<SeriesId> all =
          open.stream().map(AcceptNumbered.this::series).collect(Collectors.toSet());
      return means
          .known()
          .see(all, means.ledger())
          .thenCompose(
              seen -> {
                sight = seen;
                return plan();
              })
          .thenCompose(told -> write());
    }

    private CompletionStage<Void> plan() {
      NumberPlan plan =
          NumberPlan.of(
              open.stream().collect(Collectors.toMap(place -> place, draft.candidates()::get)),
              sight.ends());
      plan.numbers()
          .forEach(
              (place, number) -> planned.put(place, draft.records().get(place).numbered(number)));
      return all(
          plan.unexpected().stream()
              .map(
                  place ->
                      refuse(
                          place,
                          plan.alone().contains(place) && sight.justRead().contains(series(place))))
              .toList());
    }

    /**
     * Another number is the last than was expected. The key comes first: it may be a repetition.
     *
     * @param certain that number was just read, and nobody of this batch is to change it
     */
    private CompletionStage<Void> refuse(int place, boolean certain) {
      SeriesId series = series(place);
      return look(place)
          .thenAccept(
              stillOpen -> {
                if (stillOpen && certain) {
                  ends.get(place)
                      .complete(new Acceptance.Unexpected(sight.ends().get(series).number()));
                } else if (stillOpen) {
                  means.known().forget(series);
                }
              });
    }

    private CompletionStage<Void> write() {
      if (planned.isEmpty()) {
        return CompletableFuture.completedFuture(null);
      }
      List<Integer> places = List.copyOf(planned.keySet());
      NumberedBatch batch =
          new NumberedBatch(
              draft.entry(),
              draft.keepUntil(),
              entryIsThere,
              places.stream()
                  .map(
                      place ->
                          new NumberedBatch.Place(
                              planned.get(place), Optional.ofNullable(insteadOf.get(place))))
                  .toList());
      return secure(batch.steps().keySet())
          .thenCompose(secured -> means.ledger().insert(batch))
          .handle(
              (refusal, failure) -> {
                if (failure != null) {
                  mayBeApplied |= StoreUnavailable.mayBeApplied(failure);
                  return CompletableFuture.<Void>failedFuture(failure);
                }
                return refusal.isEmpty() ? written(batch) : refused(places, refusal.get());
              })
          .thenCompose(next -> next);
    }

    private CompletionStage<Void> secure(Set<SeriesId> series) {
      return all(
          series.stream()
              .map(sight.ends()::get)
              .distinct()
              .map(
                  end ->
                      means
                          .predecessors()
                          .secure(tenure, draft.candidates().get(0).destination(), end))
              .toList());
    }

    private CompletionStage<Void> written(NumberedBatch batch) {
      wrote = true;
      Map<SeriesId, SeriesEnd> moved = new HashMap<>();
      batch
          .steps()
          .forEach(
              (series, step) ->
                  moved.put(series, new SeriesEnd(step.to(), Optional.of(draft.entry().id()))));
      means.known().learn(moved);
      return all(planned.entrySet().stream().map(e -> own(e.getKey(), e.getValue())).toList());
    }

    private CompletionStage<Void> refused(List<Integer> places, NumberedBatch.Refusal refusal) {
      means.known().learn(refusal.ends());
      if (refusal.entry() && entryIsThere) {
        // It was taken over: another replica recovers what there is in it.
        tenure.revoke();
      }
      entryIsThere |= refusal.entry();
      return all(refusal.taken().stream().map(i -> look(places.get(i))).toList());
    }
  }

  /** Who has this key? True where it is nobody who keeps it, so that the message stays open. */
  private CompletionStage<Boolean> look(int place) {
    insteadOf.remove(place);
    return occupants
        .of(draft.records().get(place), draft.entry().openedAt())
        .thenCompose(
            occupant ->
                occupant.fold(
                    () -> CompletableFuture.completedFuture(true),
                    own -> own(place, own).thenApply(done -> false),
                    expired -> {
                      insteadOf.put(place, expired.id());
                      return CompletableFuture.completedFuture(true);
                    },
                    other -> {
                      ends.get(place).complete(new Acceptance.Taken(other));
                      return CompletableFuture.completedFuture(false);
                    }));
  }

  private CompletionStage<Void> own(int place, Record record) {
    return lanes
        .isClear(draft.candidates().get(place))
        .thenAccept(
            clear -> ends.get(place).complete(new Acceptance.Owned(record, tenure, place, clear)));
  }

  private static CompletionStage<Void> all(List<? extends CompletionStage<?>> stages) {
    return CompletableFuture.allOf(
        stages.stream()
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new));
  }
}
