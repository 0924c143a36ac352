package dev.postern.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Hand-overs as they are counted and written down, until there were too many. */
final class Attempts {
  private final Means means;
  private final Burial burial;

  Attempts(Means means, Burial burial) {
    this.means = means;
    this.burial = burial;
  }

  /** The first, of which nothing is written. */
  CompletionStage<Verdict> unwritten(Arrival arrival) {
    return arrival
        .poison()
        .map(poison -> burial.bury(arrival, Optional.empty(), poison))
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    new Verdict.HandOver(means.ticket(arrival, 1, 0))));
  }

  /** Writes that the first begins; nothing where something is written already. */
  CompletionStage<Optional<Verdict>> first(Arrival arrival) {
    return begin(arrival, Optional.empty(), 1)
        .thenApply(
            written ->
                switch (written) {
                  case WRITTEN -> Optional.of(new Verdict.HandOver(means.ticket(arrival, 1, 1)));
                  case CONFLICT -> Optional.empty();
                  case FAILED -> Optional.of(Verdict.HELD_BACK);
                });
  }

  /**
   * Writes that an attempt begins, and hands the message over; or buries it where it is one too
   * many, or can't be read.
   */
  CompletionStage<Verdict> write(Arrival arrival, Optional<Delivery> seen, int attempt) {
    if (arrival.poison().isPresent()) {
      // Of what has no place in the order and is known nevertheless this is another copy.
      return arrival.poison().get() == Poison.OUT_OF_ORDER && seen.isPresent()
          ? drop(arrival)
          : burial.bury(arrival, seen, arrival.poison().get());
    }
    if (attempt > means.subscription().limits().maxDeliveries()) {
      return burial.bury(arrival, seen, Poison.DELIVERIES_EXHAUSTED);
    }
    long version = seen.map(Delivery::version).orElse(0L) + 1;
    return begin(arrival, seen, attempt)
        .thenApply(
            written ->
                written == Deliveries.Write.WRITTEN
                    ? new Verdict.HandOver(means.ticket(arrival, attempt, version))
                    : Verdict.HELD_BACK);
  }

  private CompletionStage<Deliveries.Write> begin(
      Arrival arrival, Optional<Delivery> seen, int attempt) {
    Delivery next =
        means.delivery(
            arrival.message().id(),
            seen.map(Delivery::version).orElse(0L) + 1,
            attempt,
            new Delivery.Processing(arrival.queueId(), means.deadline(), Optional.empty()),
            seen.flatMap(Delivery::lastFailure));
    return means.deliveries().write(new Deliveries.Change(seen.map(Delivery::version), next));
  }

  /**
   * Decides about a message of which something is written.
   *
   * @param free says of one that is in processing whether it may be handed over now
   */
  CompletionStage<Verdict> again(
      Arrival arrival, Delivery seen, Predicate<Delivery.Processing> free) {
    return seen.state()
        .fold(
            new Delivery.Cases<>() {
              @Override
              public CompletionStage<Verdict> processing(Delivery.Processing state) {
                if (state.doom().isPresent()) {
                  return burial.bury(arrival, Optional.of(seen), state.doom().get());
                }
                return free.test(state)
                    ? write(arrival, Optional.of(seen), seen.attempts() + 1)
                    : CompletableFuture.completedFuture(Verdict.HELD_BACK);
              }

              @Override
              public CompletionStage<Verdict> completed(Delivery.Completed state) {
                return drop(arrival);
              }

              @Override
              public CompletionStage<Verdict> dead(Delivery.Dead state) {
                return state.redriven()
                    ? write(arrival, Optional.of(seen), 1)
                    : burial.again(arrival, seen, state);
              }

              @Override
              public CompletionStage<Verdict> dropped(Delivery.Dropped state) {
                return drop(arrival);
              }
            });
  }

  private CompletionStage<Verdict> drop(Arrival arrival) {
    means.witness().dropped(means.subscription(), arrival.message());
    return means
        .queue()
        .delete(arrival.receipt())
        .thenApply(done -> done == Inbox.Done.DONE ? Verdict.GONE : Verdict.HELD_BACK);
  }

  /**
   * Writes that an attempt is over without its message being done with.
   *
   * @param doom it becomes a dead letter when it arrives next
   */
  CompletionStage<Settled> note(Ticket ticket, Optional<Failure> failure, Optional<Poison> doom) {
    Delivery over =
        means.delivery(
            ticket.message(),
            ticket.version() + 1,
            ticket.attempt(),
            new Delivery.Processing(ticket.copy().queueId(), Instant.EPOCH, doom),
            failure);
    return means
        .deliveries()
        .write(new Deliveries.Change(ticket.seen(), over))
        .thenApply(
            written ->
                switch (written) {
                  case WRITTEN -> Settled.DONE;
                  case CONFLICT -> Settled.SUPERSEDED;
                  case FAILED -> Settled.UNKNOWN;
                });
  }

  /** Puts a message back whose attempt was noted to be over. */
  CompletionStage<Settled> putBack(Ticket ticket, Settled noted, Duration delay) {
    return noted == Settled.DONE
        // Should it not be put back now, it comes by itself when its time is over.
        ? means.queue().hide(ticket.copy().receipt(), delay).thenApply(done -> Settled.DONE)
        : CompletableFuture.completedFuture(noted);
  }
}
