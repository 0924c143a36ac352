package dev.postern.lane;

import dev.postern.broker.Outbound;
import dev.postern.destination.Destination;
import dev.postern.ledger.Record;
import dev.postern.message.DeathReason;
import dev.postern.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Tries what waits in a lane: passes over what has its end, sends what may be sent, writes what
 * came of it.
 *
 * @param maySend asked at the last moment: is the lane still this holder's?
 */
record Delivery(
    DrainMeans means,
    LaneId lane,
    Destination destination,
    Verdict verdict,
    BooleanSupplier maySend) {
  private static final Delivered FINISHED = new Delivered.Finished();
  private static final Delivered OVERTAKEN = new Delivered.Overtaken();

  /**
   * What is known of the attempts before.
   *
   * @param retry how they fared
   * @param attemptedAt when one began that a holder before may have left under way
   * @param skipped a person gave the message up
   */
  record Past(Head.Retry retry, Optional<Instant> attemptedAt, boolean skipped) {}

  /** Tries once; fails where the store does. */
  CompletionStage<Delivered> deliver(LaneEntry.Waiting waiting, Past past) {
    return means
        .ledger()
        .find(waiting.message().keyHash())
        .thenCompose(
            found ->
                found
                    .filter(record -> record.id().equals(waiting.message()))
                    .map(record -> deliver(stand(record, waiting, past), past.skipped()))
                    .orElseGet(() -> is(FINISHED)));
  }

  private static Verdict.Case stand(Record record, LaneEntry.Waiting waiting, Past past) {
    return new Verdict.Case(
        record, waiting, past.retry(), Verdict.earlier(waiting.unknownSince(), past.attemptedAt()));
  }

  private CompletionStage<Delivered> deliver(Verdict.Case stand, boolean skipped) {
    return means
        .ledger()
        .standing(stand.record())
        .thenCompose(
            standing ->
                standing
                    .outcome()
                    .map(outcome -> confirm(stand, outcome))
                    .orElseGet(() -> attempt(stand, skipped)));
  }

  /** Only the journal may have it, and the record was kept from running out: now it may again. */
  private CompletionStage<Delivered> confirm(Verdict.Case stand, Outcome outcome) {
    CompletionStage<Boolean> confirmed =
        stand.record().outcome().isPresent()
            ? CompletableFuture.completedFuture(true)
            : conclude(stand, outcome);
    return confirmed.thenCompose(
        done -> outcome.fold(published -> is(FINISHED), dead -> bury(stand, dead)));
  }

  private CompletionStage<Delivered> attempt(Verdict.Case stand, boolean skipped) {
    Optional<DeathReason> reason =
        skipped ? Optional.of(DeathReason.SKIPPED) : verdict.deathBeforeSending(stand);
    if (reason.isPresent()) {
      return die(stand, reason.get(), verdict.lastWords(reason.get()));
    }
    if (!verdict.isPossibleDuplicate(stand) || stand.record().fate().possibleDuplicate()) {
      return send(stand);
    }
    return means
        .ledger()
        .doubt(stand.record().id())
        .thenCompose(written -> written ? send(stand.doubted()) : is(OVERTAKEN));
  }

  private CompletionStage<Delivered> send(Verdict.Case stand) {
    Instant begun = means.scheduler().now();
    Record record = stand.record();
    return means
        .sender()
        .sendFrom(
            lane.toString(),
            destination,
            Outbound.of(record.id(), record.message(), record.stamp())
                .attempt(stand.retry().tries() + 1),
            // The wait for its turn may have been long.
            () -> maySend.getAsBoolean() && verdict.mayStillSend(stand))
        .thenCompose(
            result ->
                result.fold(
                    accepted ->
                        conclude(stand, verdict.published(stand, accepted))
                            .thenApply(written -> FINISHED),
                    refused -> die(stand, DeathReason.REFUSED, refused.error()),
                    notSent ->
                        is(
                            failed(
                                stand, stand.unknownSince(), notSent.error(), notSent.ofBroker())),
                    unknown ->
                        is(
                            failed(
                                stand,
                                Verdict.earlier(stand.unknownSince(), Optional.of(begun)),
                                unknown.error(),
                                true))));
  }

  private Delivered failed(
      Verdict.Case stand, Optional<Instant> unknownSince, String error, boolean ofBroker) {
    boolean probe = means.sender().isProbe(destination, stand.record().id());
    return new Delivered.Failed(
        stand, unknownSince, verdict.failed(stand.retry(), error, ofBroker, probe), ofBroker);
  }

  private CompletionStage<Delivered> die(Verdict.Case stand, DeathReason reason, String lastError) {
    Optional<Duration> left = verdict.attemptOnItsWay(stand);
    if (left.isPresent()) {
      // An attempt of a holder before may still be accepted: nobody is declared dead meanwhile.
      return is(new Delivered.OnItsWay(stand, left.get()));
    }
    Outcome.Dead dead =
        new Outcome.Dead(means.scheduler().now(), stand.attempts(reason), reason, lastError);
    return conclude(stand, dead)
        .thenCompose(written -> written ? bury(stand, dead) : is(OVERTAKEN));
  }

  private CompletionStage<Delivered> bury(Verdict.Case stand, Outcome.Dead dead) {
    return means
        .lanes()
        .bury(verdict.letter(stand.record(), dead, stand.unknownSince()))
        .thenApply(buried -> new Delivered.Died(stand, dead));
  }

  /**
   * Where it took a number that will not come: puts a mark on the broker, so that nobody waits for
   * it. Before anything that stands behind it, since it may be what is waited for.
   *
   * @return nothing once it is there; else how the attempt failed
   */
  CompletionStage<Optional<Delivered.Failed>> passBy(Verdict.Case stand) {
    Record record = stand.record();
    if (record.acceptance().number().isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Outbound mark = Outbound.gap(record.id(), record.message(), record.stamp());
    return means
        .sender()
        .sendFrom(lane.toString(), destination, mark, maySend)
        .thenApply(
            result ->
                result.fold(
                    accepted -> Optional.empty(),
                    refused -> Optional.of(notMarked(stand, refused.error(), false)),
                    notSent -> Optional.of(notMarked(stand, notSent.error(), notSent.ofBroker())),
                    unknown -> Optional.of(notMarked(stand, unknown.error(), true))));
  }

  private Delivered.Failed notMarked(Verdict.Case stand, String error, boolean ofBroker) {
    boolean probe = means.sender().isProbe(destination, stand.record().id());
    return new Delivered.Failed(
        stand,
        stand.unknownSince(),
        verdict.failed(stand.retry(), "number not passed by: " + error, ofBroker, probe),
        ofBroker);
  }

  private CompletionStage<Boolean> conclude(Verdict.Case stand, Outcome outcome) {
    Record record = stand.record();
    return means.ledger().conclude(record, outcome, verdict.keepUntil(record, outcome));
  }

  private static CompletionStage<Delivered> is(Delivered delivered) {
    return CompletableFuture.completedFuture(delivered);
  }
}
