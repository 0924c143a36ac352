package dev.postern.subscription;

import dev.postern.destination.OnDead;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes dead letters of messages.
 *
 * <p>First it is written that the message is dead, then its letter, then it leaves the queue: where
 * that is interrupted the message arrives again, is found dead, and the rest is done.
 *
 * <p>Where its group is to wait for it, the message stays on the queue instead, hidden: the queue
 * itself holds the group back. It comes up once in a while and is hidden again, until a person has
 * decided, or SQS's own retention or redrive policy takes it away.
 */
final class Burial {
  /** Nearly as long as SQS hides a message after its receipt. */
  static final Duration BLOCKED = Inbox.LONGEST_HIDING.minusMinutes(5);

  private final Means means;
  private final Letters letters;

  Burial(Means means, Letters letters) {
    this.means = means;
    this.letters = letters;
  }

  /** Of a message that is in processing, or of which nothing is written. */
  CompletionStage<Verdict> bury(Arrival arrival, Optional<Delivery> seen, Poison reason) {
    boolean blocks =
        means.subscription().terms().onDead() == OnDead.BLOCK
            && means.subscription().isOrdered()
            && reason != Poison.OUT_OF_ORDER;
    Delivery.Dead dead =
        new Delivery.Dead(
            reason, means.now(), Optional.of(arrival.receipt()).filter(receipt -> blocks), false);
    int attempts = seen.map(Delivery::attempts).orElse(0);
    Optional<Failure> failure =
        arrival
            .flaw()
            .map(flaw -> new Failure(OptionalInt.empty(), flaw.text()))
            .or(() -> seen.flatMap(Delivery::lastFailure));
    return write(arrival, seen, attempts, dead, failure);
  }

  /** Of a message that is dead: so that it is so to the end. */
  CompletionStage<Verdict> again(Arrival arrival, Delivery seen, Delivery.Dead dead) {
    if (dead.receipt().isEmpty()) {
      return settle(arrival, seen, dead);
    }
    Delivery.Dead received =
        new Delivery.Dead(dead.reason(), dead.at(), Optional.of(arrival.receipt()), false);
    return write(arrival, Optional.of(seen), seen.attempts(), received, seen.lastFailure());
  }

  private CompletionStage<Verdict> write(
      Arrival arrival,
      Optional<Delivery> seen,
      int attempts,
      Delivery.Dead dead,
      Optional<Failure> failure) {
    Optional<Long> version = seen.map(Delivery::version);
    Delivery next =
        means.delivery(arrival.message().id(), version.orElse(0L) + 1, attempts, dead, failure);
    return means
        .deliveries()
        .write(new Deliveries.Change(version, next))
        .thenCompose(
            written -> {
              if (written != Deliveries.Write.WRITTEN) {
                return CompletableFuture.completedFuture(Verdict.HELD_BACK);
              }
              if (seen.flatMap(Delivery::letter).isEmpty()) {
                means
                    .witness()
                    .buried(means.subscription(), arrival.message(), dead.reason(), failure);
              }
              return settle(arrival, next, dead);
            });
  }

  private CompletionStage<Verdict> settle(Arrival arrival, Delivery delivery, Delivery.Dead dead) {
    boolean blocks = dead.receipt().isPresent();
    Letter letter =
        new Letter(
            means.subscription().name(),
            arrival.message(),
            dead.reason(),
            delivery.attempts(),
            delivery.lastFailure(),
            blocks,
            dead.at(),
            dead.at().plus(means.subscription().limits().deadLetterRetention()));
    return letters
        .keep(letter)
        .thenCompose(kept -> blocks ? block(arrival, delivery) : delete(arrival));
  }

  private CompletionStage<Verdict> delete(Arrival arrival) {
    return means
        .queue()
        .delete(arrival.receipt())
        .thenApply(done -> done == Inbox.Done.DONE ? Verdict.GONE : Verdict.HELD_BACK);
  }

  /**
   * Somebody may have decided in the meantime: then it is hidden no longer, and its letter gone.
   */
  private CompletionStage<Verdict> block(Arrival arrival, Delivery delivery) {
    return means
        .queue()
        .hide(arrival.receipt(), BLOCKED)
        .thenCompose(done -> means.deliveries().find(arrival.message().id()))
        .thenCompose(
            found ->
                found.filter(now -> now.version() == delivery.version()).isPresent()
                    ? CompletableFuture.completedFuture(Verdict.HELD_BACK)
                    : letters
                        .remove(delivery.subscription(), delivery.letter().orElseThrow())
                        .thenCompose(
                            removed -> means.queue().hide(arrival.receipt(), Duration.ZERO))
                        .thenApply(done -> Verdict.HELD_BACK));
  }
}
