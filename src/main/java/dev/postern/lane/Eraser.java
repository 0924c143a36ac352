package dev.postern.lane;

import dev.postern.flow.Scheduler;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Record;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Erases payloads: what a message says, with its attributes, once its outcome is known for good.
 *
 * <p>A payload is stored in one place, the message's record; journal entries, lane entries and dead
 * letters name the message only. So one conditional write erases it, and it decides every race:
 *
 * <ul>
 *   <li>Whoever sends from the store, a drainer, looks for an outcome first, and an erased record
 *       has one. Recovery and those who repeat a call find it too, and append nothing.
 *   <li>A redrive takes the outcome away, an erasure needs it: of the two the first wins, and the
 *       other does nothing. An erased message is not redriven.
 *   <li>Where only the journal had the outcome it is written on the record together with the
 *       erasure, so that a lane in which the message still stands passes it over.
 * </ul>
 *
 * <p>What a replica holds in memory of a message under way goes with it. What the broker was given,
 * and what subscriptions keep of that, is not reached from here.
 *
 * <p>Whatever is asked for here may be asked for again after a fault: it is done once. Thread-safe;
 * never blocks.
 */
public final class Eraser {
  /** How often to begin anew where others change the same message at the same time. */
  private static final int TRIES = 5;

  /** What became of it. */
  public enum Result {
    /** Nothing is left of the payload, now or since before. */
    DONE,
    /** The message may still be sent, or be sent again. Nothing was done. */
    NOT_FINAL,
    /** The message is not there any more. */
    GONE
  }

  private final Ledger ledger;
  private final Erasures erasures;
  private final Scheduler scheduler;

  public Eraser(Ledger ledger, Erasures erasures, Scheduler scheduler) {
    this.ledger = ledger;
    this.erasures = erasures;
    this.scheduler = scheduler;
  }

  /** Erases the payload of a message that is published or dead. */
  public CompletionStage<Result> erase(MessageId message) {
    return erase(message, TRIES);
  }

  private CompletionStage<Result> erase(MessageId message, int tries) {
    if (tries == 0) {
      return CompletableFuture.failedFuture(
          new StoreUnavailable("the message changes too fast", null, false));
    }
    return ledger
        .find(message.keyHash())
        .thenCompose(
            found -> {
              Optional<Record> own = found.filter(record -> record.id().equals(message));
              if (own.isEmpty()) {
                return is(Result.GONE);
              }
              return own.get().isErased() ? is(Result.DONE) : erase(own.get(), tries);
            });
  }

  private CompletionStage<Result> erase(Record record, int tries) {
    return ledger
        .standing(record)
        .thenCompose(
            standing ->
                standing
                    .outcome()
                    .map(outcome -> erase(record, outcome, tries))
                    .orElseGet(() -> is(Result.NOT_FINAL)));
  }

  private CompletionStage<Result> erase(Record record, Outcome outcome, int tries) {
    return erasures
        .erase(record, outcome, scheduler.now())
        .thenCompose(
            erased ->
                switch (erased) {
                  case DONE -> is(Result.DONE);
                  case CHANGED -> erase(record.id(), tries - 1);
                });
  }

  private static CompletionStage<Result> is(Result result) {
    return CompletableFuture.completedFuture(result);
  }
}
