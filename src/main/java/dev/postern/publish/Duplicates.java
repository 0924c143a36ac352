package dev.postern.publish;

import dev.postern.flow.Scheduler;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Record;
import dev.postern.ledger.Replicas;
import dev.postern.ledger.Tenure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Answers a call whose key was taken before: by the state of the message that owns the key, or,
 * where nobody may be at that message any more, by taking it up.
 */
record Duplicates(
    Ledger ledger,
    Replicas replicas,
    HandOver handOver,
    Scheduler scheduler,
    Supplier<Tenure> tenures) {

  private static final Duration FIRST_LOOK = Duration.ofMillis(100);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  CompletionStage<Answer> follow(Candidate candidate, Record owner) {
    if (!owner.acceptance().fingerprint().equals(candidate.prepared().fingerprint())) {
      return CompletableFuture.completedFuture(new Answer.KeyReused(owner.id()));
    }
    return watch(candidate, owner, FIRST_LOOK);
  }

  private CompletionStage<Answer> watch(Candidate candidate, Record owner, Duration pause) {
    return ledger
        .find(owner.id().keyHash())
        .thenCompose(
            found -> {
              Record current = found.filter(there -> there.id().equals(owner.id())).orElse(owner);
              return ledger
                  .standing(current)
                  .thenCompose(
                      standing ->
                          standing.fold(
                              outcome -> replay(MessageState.of(current, outcome)),
                              () ->
                                  replay(
                                      MessageState.retrying(current, MessageState.Trying.UNKNOWN)),
                              entry -> wait(candidate, current, entry, pause)));
            });
  }

  private CompletionStage<Answer> wait(
      Candidate candidate, Record owner, Optional<JournalEntry> entry, Duration pause) {
    Candidate.Times times = candidate.times();
    if (times.atOnce() || times.waitUntil().hasPassed()) {
      return endOfWait(candidate, owner, entry);
    }
    Duration left = times.waitUntil().left();
    Duration next = pause.multipliedBy(2);
    return scheduler
        .after(pause.compareTo(left) < 0 ? pause : left)
        .thenCompose(
            done ->
                watch(candidate, owner, next.compareTo(LONGEST_LOOK) < 0 ? next : LONGEST_LOOK));
  }

  private CompletionStage<Answer> endOfWait(
      Candidate candidate, Record owner, Optional<JournalEntry> entry) {
    if (candidate.isOrdered()) {
      // Whoever is at it: answered 202 without a place in line, it could be overtaken.
      return adopt(candidate, owner);
    }
    return isWorkedOn(entry)
        .thenCompose(
            worked ->
                worked
                    ? replay(MessageState.accepted(owner, MessageState.Trying.UNKNOWN))
                    : adopt(candidate, owner));
  }

  /** Only the entry's opener, still alive and unclaimed, can be at it. */
  private CompletionStage<Boolean> isWorkedOn(Optional<JournalEntry> entry) {
    return entry
        .filter(open -> open.owner().equals(open.id().replica()))
        .map(open -> replicas.isPresent(open.owner()))
        .orElseGet(() -> CompletableFuture.completedFuture(false));
  }

  private CompletionStage<Answer> adopt(Candidate candidate, Record owner) {
    // When it was accepted stands for the first attempt, of which nothing is known here.
    return handOver
        .give(tenures.get(), candidate.destination(), owner, Optional.of(owner.id().acceptedAt()))
        .thenCompose(
            given ->
                given
                    ? replay(MessageState.retrying(owner, MessageState.Trying.UNKNOWN))
                    : outcome(owner));
  }

  /** It could not be taken up: it came to its end meanwhile, or its key is another message's. */
  private CompletionStage<Answer> outcome(Record owner) {
    return ledger
        .find(owner.id().keyHash())
        .thenCompose(
            found ->
                found
                    .filter(there -> there.id().equals(owner.id()))
                    .flatMap(
                        there ->
                            there.outcome().map(outcome -> replay(MessageState.of(there, outcome))))
                    .orElseGet(
                        () ->
                            CompletableFuture.completedFuture(
                                new Answer.StoreFailed("the key changed hands at this moment"))));
  }

  private static CompletionStage<Answer> replay(MessageState state) {
    return CompletableFuture.completedFuture(new Answer.Tracked(state, true));
  }
}
