package dev.postern.lane;

import dev.postern.broker.Outbound;
import dev.postern.broker.SendResult;
import dev.postern.destination.Destination;
import dev.postern.destination.OnDead;
import dev.postern.flow.Deadline;
import dev.postern.ledger.Record;
import dev.postern.ledger.Tenure;
import dev.postern.message.DeathReason;
import dev.postern.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * One holder's turn at one lane: takes its messages in order, each only after the outcome of the
 * one before is written, until the lane is clear, blocked, not due or another's.
 */
final class Drain {
  /** Whose turn it is. */
  record Turn(Destination destination, Tenure tenure, Lanes.Hold hold, BooleanSupplier isStopped) {}

  /** Why a turn is over; where the lane still waits, in how long to look at it again. */
  record End(Optional<Duration> comeAgain) {
    static final End FOR_GOOD = new End(Optional.empty());
  }

  private static final CompletionStage<Optional<End>> GO_ON =
      CompletableFuture.completedFuture(Optional.empty());
  private static final CompletionStage<Optional<End>> STOP =
      CompletableFuture.completedFuture(Optional.of(End.FOR_GOOD));

  private static final int READ_AHEAD = 25;

  private final DrainMeans means;
  private final Turn turn;
  private final Verdict verdict;
  private final CompletableFuture<End> end = new CompletableFuture<>();

  // Touched by one step at a time, each of which happens after the one before.
  private Head head;
  private long leaseFrom;
  private SortedMap<Long, LaneEntry> ahead = new TreeMap<>();
  private Optional<Deadline> holeUntil = Optional.empty();

  /**
   * A turn under a hold that was just taken.
   *
   * @param head as it was seen before, with the attempt that a holder before may have left
   * @param leaseFrom the tick before the hold was asked for
   */
  Drain(DrainMeans means, Turn turn, Head head, long leaseFrom) {
    this.means = means;
    this.turn = turn;
    this.verdict = new Verdict(turn.destination(), means.times(), means.scheduler());
    this.head = head;
    this.leaseFrom = leaseFrom;
  }

  /** Works until there is nothing to do; fails where the store does. */
  CompletionStage<End> run() {
    means.scheduler().execute(this::next);
    return end;
  }

  private void next() {
    step()
        .whenComplete(
            (ended, failure) -> {
              if (failure != null) {
                end.completeExceptionally(failure);
              } else if (ended.isPresent()) {
                end.complete(ended.get());
              } else {
                means.scheduler().execute(this::next);
              }
            });
  }

  private CompletionStage<Optional<End>> step() {
    if (!turn.tenure().isHeld()) {
      return STOP;
    }
    if (turn.isStopped().getAsBoolean()) {
      // No attempt is under way between two steps.
      return means.lanes().leave(turn.hold()).thenApply(left -> Optional.of(End.FOR_GOOD));
    }
    long number = head.done() + 1;
    if (number > head.tail()) {
      return release();
    }
    LaneEntry known = ahead.get(number);
    if (known != null) {
      return take(number, known);
    }
    return means
        .lanes()
        .entries(turn.hold().lane(), number, READ_AHEAD)
        .thenCompose(
            entries -> {
              ahead = entries;
              LaneEntry read = entries.get(number);
              return read == null ? waitAtHole(number) : take(number, read);
            });
  }

  private CompletionStage<Optional<End>> take(long number, LaneEntry entry) {
    holeUntil = Optional.empty();
    return entry.fold(waiting -> deliver(number, waiting), tombstone -> remain(number));
  }

  private CompletionStage<Optional<End>> deliver(long number, LaneEntry.Waiting waiting) {
    return means
        .ledger()
        .find(waiting.message().keyHash())
        .thenCompose(
            found -> {
              Optional<Record> own = found.filter(record -> record.id().equals(waiting.message()));
              if (own.isEmpty()) {
                return pass(number);
              }
              return means
                  .ledger()
                  .standing(own.get())
                  .thenCompose(
                      standing ->
                          standing
                              .outcome()
                              .map(outcome -> confirm(number, own.get(), outcome))
                              .orElseGet(() -> attempt(number, own.get(), waiting)));
            });
  }

  /** It has its end already. */
  private CompletionStage<Optional<End>> confirm(long number, Record record, Outcome outcome) {
    if (record.outcome().isEmpty()) {
      // Only the journal has it, and the record was kept from running out: with the outcome it may.
      return conclude(record, outcome).thenCompose(written -> pass(number));
    }
    return outcome.fold(published -> pass(number), dead -> mourn(number, record, dead));
  }

  private CompletionStage<Optional<End>> attempt(
      long number, Record record, LaneEntry.Waiting waiting) {
    Optional<Instant> unknownSince = earlier(waiting.unknownSince(), head.retry().attemptedAt());
    Verdict.Case stand = new Verdict.Case(record, head.retry(), unknownSince);
    Optional<DeathReason> reason = verdict.deathBeforeSending(stand);
    if (reason.isPresent()) {
      return die(number, stand, reason.get(), verdict.lastWords(reason.get()));
    }
    Instant begun = means.scheduler().now();
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
                            unknownSince,
                            failed(record, notSent.error(), notSent.ofBroker())),
                    unknown ->
                        postpone(
                            number,
                            earlier(unknownSince, Optional.of(begun)),
                            failed(record, unknown.error(), true))));
  }

  private boolean maySend() {
    return turn.tenure().isHeld()
        && means.scheduler().ticks() - leaseFrom < means.times().ownLease().toNanos();
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
      return comeAgain(onItsWay.get());
    }
    Outcome.Dead dead =
        new Outcome.Dead(means.scheduler().now(), stand.attempts(reason), reason, lastError);
    return conclude(stand.record(), dead)
        // Where another holder was first, the next step finds what it wrote.
        .thenCompose(written -> written ? mourn(number, stand.record(), dead) : GO_ON);
  }

  private CompletionStage<Boolean> conclude(Record record, Outcome outcome) {
    return means.ledger().conclude(record.id(), outcome, verdict.keepUntil(record, outcome));
  }

  private CompletionStage<Optional<End>> mourn(long number, Record record, Outcome.Dead dead) {
    Lanes.DeadLetter letter =
        new Lanes.DeadLetter(
            turn.destination().name(), record.id(), dead, verdict.keepUntil(record, dead));
    return means
        .lanes()
        .bury(letter)
        .thenCompose(
            buried ->
                turn.destination().policy().onDead() == OnDead.BLOCK
                    ? means
                        .lanes()
                        .block(turn.hold(), record.id())
                        .thenApply(blocked -> Optional.of(End.FOR_GOOD))
                    : pass(number));
  }

  private Head.Retry failed(Record record, String error, boolean ofBroker) {
    boolean probe = means.sender().isProbe(turn.destination(), record.id());
    Duration wait =
        DrainTimes.backoff(probe, ofBroker)
            .after(head.retry().tries() + 1, means.scheduler().random());
    return head.retry().failed(error, ofBroker, means.scheduler().now().plus(wait));
  }

  private CompletionStage<Optional<End>> postpone(
      long number, Optional<Instant> unknownSince, Head.Retry retry) {
    // First what may have been accepted, then that the attempt is over: in the other order a crash
    // in between would forget it.
    CompletionStage<Void> marked =
        unknownSince
            .map(since -> means.lanes().markUnknown(turn.hold().lane(), number, since))
            .orElseGet(() -> CompletableFuture.completedFuture(null));
    return marked
        .thenCompose(done -> means.lanes().postpone(turn.hold(), retry))
        .thenApply(
            postponed -> {
              Instant due = retry.dueAt().orElseThrow();
              return Optional.of(
                  new End(Optional.of(Duration.between(means.scheduler().now(), due))));
            });
  }

  /** The entry at that number has its end: on to the next. */
  private CompletionStage<Optional<End>> pass(long number) {
    return remain(number)
        .thenCompose(
            ended ->
                ended.isPresent()
                    ? CompletableFuture.completedFuture(ended)
                    : means.lanes().remove(turn.hold().lane(), number).thenApply(removed -> ended));
  }

  /** The same, but what stands at that number stays there, for a late put to find. */
  private CompletionStage<Optional<End>> remain(long number) {
    long began = means.scheduler().ticks();
    return means
        .lanes()
        .advance(turn.hold(), number, means.scheduler().now())
        .thenApply(
            advanced -> {
              if (!advanced) {
                return Optional.of(End.FOR_GOOD);
              }
              leaseFrom = began;
              head =
                  new Head(head.tail(), number, head.holding(), Head.Retry.FRESH, head.blockedBy());
              ahead.remove(number);
              return Optional.empty();
            });
  }

  private CompletionStage<Optional<End>> release() {
    return means
        .lanes()
        .release(turn.hold(), head.tail(), means.scheduler().now())
        .thenCompose(released -> released ? STOP : lookAgain());
  }

  private CompletionStage<Optional<End>> lookAgain() {
    LaneId lane = turn.hold().lane();
    return means
        .lanes()
        .heads(List.of(lane))
        .thenCompose(
            heads -> {
              Head now = heads.getOrDefault(lane, Head.ABSENT);
              if (now.holding().fence() != turn.hold().fence()) {
                return STOP;
              }
              head = new Head(now.tail(), now.done(), now.holding(), head.retry(), now.blockedBy());
              return GO_ON;
            });
  }

  private CompletionStage<Optional<End>> waitAtHole(long number) {
    Deadline until =
        holeUntil.orElseGet(() -> Deadline.in(DrainTimes.HOLE_GRACE, means.scheduler()));
    holeUntil = Optional.of(until);
    LaneId lane = turn.hold().lane();
    if (until.hasPassed()) {
      return means
          .lanes()
          .put(lane, number, new LaneEntry.Tombstone(means.scheduler().now()))
          .thenCompose(
              standing ->
                  standing.map(entry -> take(number, entry)).orElseGet(() -> remain(number)));
    }
    CompletableFuture<Optional<End>> waited = new CompletableFuture<>();
    means.scheduler().schedule(DrainTimes.HOLE_GLANCE, () -> renew(waited));
    return waited;
  }

  private void renew(CompletableFuture<Optional<End>> then) {
    long began = means.scheduler().ticks();
    means
        .lanes()
        .renew(turn.hold())
        .whenComplete(
            (own, failure) -> {
              if (failure != null) {
                then.completeExceptionally(failure);
                return;
              }
              leaseFrom = began;
              then.complete(own ? Optional.empty() : Optional.of(End.FOR_GOOD));
            });
  }

  private static CompletionStage<Optional<End>> comeAgain(Duration in) {
    return CompletableFuture.completedFuture(Optional.of(new End(Optional.of(in))));
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().isBefore(other.get()) ? one : other;
  }
}
