package dev.postern.lane;

import dev.postern.broker.SendResult;
import dev.postern.destination.Destination;
import dev.postern.flow.Scheduler;
import dev.postern.ledger.Record;
import dev.postern.message.DeathReason;
import dev.postern.message.Guarantee;
import dev.postern.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the promises say of a message at the head of its lane: may it be sent, is it dead, may it be
 * on the broker twice.
 */
record Verdict(Destination destination, DrainTimes times, Scheduler scheduler) {
  /**
   * A message and all that is known of the attempts to send it.
   *
   * @param retry how it fared so far
   * @param unknownSince when the first attempt began that the broker may have accepted
   */
  record Case(
      Record record, LaneEntry.Waiting waiting, Head.Retry retry, Optional<Instant> unknownSince) {
    /** How often the broker was asked: only a refusal is itself the answer to one more attempt. */
    int attempts(DeathReason reason) {
      return reason == DeathReason.REFUSED ? retry.tries() + 1 : retry.tries();
    }

    /** As it stands in its lane from now on. */
    LaneEntry.Waiting waits(Optional<Instant> unknown, Head.Retry again) {
      return new LaneEntry.Waiting(record.id(), unknown, again, waiting.redrive());
    }

    /** The same, now that its record says that it may be on the broker twice. */
    Case doubted() {
      return new Case(record.doubted(), waiting, retry, unknownSince);
    }
  }

  Optional<DeathReason> deathBeforeSending(Case stand) {
    if (stand.record().message().terms().guarantee() == Guarantee.EXACTLY_ONCE
        && isForgotten(stand)) {
      return Optional.of(DeathReason.OUTCOME_UNKNOWN);
    }
    Instant oldest = scheduler.now().minus(destination.limits().maxAge());
    if (stand.waiting().youngSince().isBefore(oldest)) {
      return Optional.of(DeathReason.AGE_EXHAUSTED);
    }
    return stand.retry().charged() >= destination.limits().maxAttempts()
        ? Optional.of(DeathReason.ATTEMPTS_EXHAUSTED)
        : Optional.empty();
  }

  /** Why, in words that say what to do. */
  String lastWords(DeathReason reason) {
    return switch (reason) {
      case OUTCOME_UNKNOWN ->
          "an attempt may have been accepted, and the broker no longer remembers: look whether the"
              + " message is there, then redrive or skip it";
      case AGE_EXHAUSTED -> "older than max-age, " + destination.limits().maxAge();
      case ATTEMPTS_EXHAUSTED -> "tried max-attempts times, " + destination.limits().maxAttempts();
      case SKIPPED -> "a person gave it up, so that its group goes on";
      case REFUSED -> reason.word();
    };
  }

  /**
   * How it fares after one more try that failed.
   *
   * @param probe it is by this message that its broker is tried
   */
  Head.Retry failed(Head.Retry retry, String error, boolean ofBroker, boolean probe) {
    Duration wait =
        DrainTimes.backoff(probe, ofBroker).after(retry.tries() + 1, scheduler.random());
    return retry.failed(error, ofBroker, scheduler.now().plus(wait));
  }

  /** Would one more attempt perhaps put it on the broker twice? */
  boolean isPossibleDuplicate(Case stand) {
    return stand.waiting().redrive().filter(LaneEntry.Redrive::mayBePublished).isPresent()
        || (stand.unknownSince().isPresent() && (!destination.isFifo() || isForgotten(stand)));
  }

  /** What was found before it had to wait for its turn: does it hold now that its turn has come? */
  boolean mayStillSend(Case stand) {
    return stand.record().message().terms().guarantee() == Guarantee.EXACTLY_ONCE
        ? !isForgotten(stand)
        : stand.record().fate().possibleDuplicate() || !isPossibleDuplicate(stand);
  }

  Outcome.Published published(Case stand, SendResult.Accepted accepted) {
    return new Outcome.Published(
        scheduler.now(),
        stand.retry().tries() + 1,
        accepted.brokerMessageId(),
        accepted.sequenceNumber(),
        // Should the process have stood still just before it sent, the window may be over by now.
        stand.record().fate().possibleDuplicate() || isPossibleDuplicate(stand));
  }

  /** For how long an attempt may still be under way; empty where none can be. */
  Optional<Duration> attemptOnItsWay(Case stand) {
    return stand
        .unknownSince()
        .map(since -> Duration.between(scheduler.now(), since.plus(times.attempt())))
        .filter(left -> !left.isNegative() && !left.isZero());
  }

  /** The letter that says so to whoever looks for dead ones. */
  Lanes.DeadLetter letter(Record record, Outcome.Dead dead, Optional<Instant> unknownSince) {
    return new Lanes.DeadLetter(
        destination.name(),
        record.id(),
        record.message().group(),
        dead,
        unknownSince,
        keepUntil(record, dead),
        record.isErased());
  }

  /** How long key and status must be there for: a dead letter's as long as the letter. */
  Instant keepUntil(Record record, Outcome outcome) {
    Instant atLeast =
        outcome.fold(
            Outcome.Published::at,
            dead -> dead.at().plus(destination.limits().retention().deadLetter()));
    return atLeast.isAfter(record.expiresAt()) ? atLeast : record.expiresAt();
  }

  static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().isBefore(other.get()) ? one : other;
  }

  private boolean isForgotten(Case stand) {
    return stand
        .unknownSince()
        .map(since -> since.plus(times.safeWindow()).isBefore(scheduler.now()))
        .orElse(false);
  }
}
