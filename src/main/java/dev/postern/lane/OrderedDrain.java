package dev.postern.lane;

import dev.postern.broker.Outbound;
import dev.postern.broker.SendResult;
import dev.postern.destination.OnDead;
import dev.postern.ledger.Record;
import dev.postern.message.DeathReason;
import dev.postern.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes a group's messages in order, each only after the outcome of the one before is written. */
final class OrderedDrain extends Drain {
  private static final int READ_AHEAD = 25;

  private SortedMap<Long, LaneEntry> ahead = new TreeMap<>();

  OrderedDrain(DrainMeans means, Turn turn, Head head, long leaseFrom) {
    super(means, turn, head, leaseFrom);
  }

  @Override
  CompletionStage<Optional<End>> step(long number) {
    LaneEntry known = ahead.get(number);
    if (known != null) {
      return take(number, known);
    }
    return means
        .lanes()
        .entries(lane(), number, READ_AHEAD)
        .thenCompose(
            entries -> {
              ahead = entries;
              LaneEntry read = entries.get(number);
              return read == null ? waitAtHole(number) : take(number, read);
            });
  }

  private CompletionStage<Optional<End>> waitAtHole(long number) {
    return holesAreGivenUp()
        ? fill(number).thenCompose(standing -> take(number, standing))
        : linger();
  }

  private CompletionStage<Optional<End>> take(long number, LaneEntry entry) {
    // What stands at a tombstone's number stays there, for a late put to find.
    return entry.fold(waiting -> deliver(number, waiting), tombstone -> advance(number));
  }

  private CompletionStage<Optional<End>> deliver(long number, LaneEntry.Waiting waiting) {
    return means
        .ledger()
        .find(waiting.message().keyHash())
        .thenCompose(
            found -> {
              Optional<Record> own = found.filter(record -> record.id().equals(waiting.message()));
              return own.isEmpty() ? pass(number) : deliver(number, waiting, own.get());
            });
  }

  private CompletionStage<Optional<End>> deliver(
      long number, LaneEntry.Waiting waiting, Record record) {
    Verdict.Case stand =
        new Verdict.Case(
            record,
            waiting,
            head().retry(),
            earlier(waiting.unknownSince(), head().retry().attemptedAt()));
    return means
        .ledger()
        .standing(record)
        .thenCompose(
            standing ->
                standing
                    .outcome()
                    .map(
                        outcome ->
                            confirm(record, outcome)
                                .thenCompose(
                                    confirmed ->
                                        outcome.fold(
                                            published -> pass(number),
                                            dead -> mourn(number, stand, dead))))
                    .orElseGet(() -> attempt(number, stand)));
  }

  private CompletionStage<Optional<End>> attempt(long number, Verdict.Case stand) {
    Optional<DeathReason> reason =
        isSkipped(stand) ? Optional.of(DeathReason.SKIPPED) : verdict.deathBeforeSending(stand);
    if (reason.isPresent()) {
      return die(number, stand, reason.get(), verdict.lastWords(reason.get()));
    }
    Instant begun = means.scheduler().now();
    Record record = stand.record();
    return means
        .sender()
        .send(turn.destination(), Outbound.of(record.id(), record.message()), this::maySend)
        .thenCompose(
            result ->
                result.fold(
                    accepted -> publish(number, stand, accepted),
                    refused -> die(number, stand, DeathReason.REFUSED, refused.error()),
                    notSent ->
                        postpone(
                            number,
                            stand.unknownSince(),
                            failed(record, notSent.error(), notSent.ofBroker())),
                    unknown ->
                        postpone(
                            number,
                            earlier(stand.unknownSince(), Optional.of(begun)),
                            failed(record, unknown.error(), true))));
  }

  private boolean isSkipped(Verdict.Case stand) {
    return head().skipped().filter(stand.record().id()::equals).isPresent();
  }

  private CompletionStage<Optional<End>> publish(
      long number, Verdict.Case stand, SendResult.Accepted accepted) {
    return conclude(stand.record(), verdict.published(stand, accepted))
        .thenCompose(written -> pass(number));
  }

  private CompletionStage<Optional<End>> die(
      long number, Verdict.Case stand, DeathReason reason, String lastError) {
    Optional<Duration> onItsWay = verdict.attemptOnItsWay(stand);
    if (onItsWay.isPresent()) {
      // An attempt of a holder before may still be accepted: nobody is declared dead meanwhile.
      return CompletableFuture.completedFuture(Optional.of(new End(onItsWay)));
    }
    Outcome.Dead dead =
        new Outcome.Dead(means.scheduler().now(), stand.attempts(reason), reason, lastError);
    return conclude(stand.record(), dead)
        // Where another holder was first, the next step finds what it wrote.
        .thenCompose(written -> written ? mourn(number, stand, dead) : GO_ON);
  }

  private CompletionStage<Optional<End>> mourn(long number, Verdict.Case stand, Outcome.Dead dead) {
    return means
        .lanes()
        .bury(verdict.letter(stand.record(), dead, stand.unknownSince()))
        .thenCompose(
            buried ->
                turn.destination().policy().onDead() == OnDead.SKIP || isSkipped(stand)
                    ? pass(number)
                    : block(stand));
  }

  private CompletionStage<Optional<End>> block(Verdict.Case stand) {
    return means
        .lanes()
        .block(turn.hold(), stand.record().id())
        // Where a person gave it up meanwhile, the next step passes on.
        .thenCompose(blocked -> blocked ? STOP : lookAgain());
  }

  private Head.Retry failed(Record record, String error, boolean ofBroker) {
    return verdict.failed(head().retry(), error, ofBroker, isProbe(record));
  }

  private CompletionStage<Optional<End>> postpone(
      long number, Optional<Instant> unknownSince, Head.Retry retry) {
    // First what may have been accepted, then that the attempt is over: in the other order a crash
    // in between would forget it.
    CompletionStage<Void> marked =
        unknownSince
            .map(since -> means.lanes().markUnknown(lane(), number, since))
            .orElseGet(() -> CompletableFuture.completedFuture(null));
    return marked.thenCompose(done -> postpone(retry));
  }

  /** The entry at that number has its end: on to the next. */
  private CompletionStage<Optional<End>> pass(long number) {
    return advance(number)
        .thenCompose(
            ended ->
                ended.isPresent()
                    ? CompletableFuture.completedFuture(ended)
                    : means.lanes().remove(lane(), number).thenApply(removed -> ended));
  }
}
