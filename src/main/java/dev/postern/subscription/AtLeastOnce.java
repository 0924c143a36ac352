package dev.postern.subscription;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Handed over until it is acknowledged or dead: the message is deleted from the queue only then.
 *
 * <p>On standard queues, which may hold a message twice, an acknowledgement is written down, and a
 * copy that arrives after it is dropped; two copies that arrive before it may both be handed over.
 * A FIFO queue tells what its producer sends again for five minutes; nothing is written there, so a
 * message that its producer doubled later is handed over twice.
 *
 * <p>Writes: one for each message on standard queues; on FIFO one for each that carries a result.
 * On both, one for each hand-over after the first, so that they are counted: SQS counts a message
 * as received also where nobody was handed it. What arrives on a standard queue costs a read.
 */
final class AtLeastOnce implements DeliveryMode {
  private final Means means;
  private final Attempts attempts;

  AtLeastOnce(Means means, Burial burial) {
    this.means = means;
    this.attempts = new Attempts(means, burial);
  }

  @Override
  public CompletionStage<Verdict> claim(Arrival arrival) {
    boolean first = arrival.receiveCount() == 1;
    if (first && means.subscription().recognisesCopies()) {
      return attempts.unwritten(arrival);
    }
    return means
        .deliveries()
        .find(arrival.message().id())
        .thenCompose(
            found -> {
              if (found.isPresent()) {
                return attempts.again(arrival, found.get(), processing -> true);
              }
              // What was received before is taken to have been handed over.
              return first ? attempts.unwritten(arrival) : attempts.write(arrival, found, 2);
            });
  }

  @Override
  public CompletionStage<Settled> acknowledge(Ticket ticket, Optional<String> result) {
    if (means.subscription().recognisesCopies() && result.isEmpty()) {
      return means.queue().delete(ticket.copy().receipt()).thenApply(Settled::of);
    }
    return complete(ticket, ticket.seen(), result)
        .thenCompose(
            settled ->
                settled == Settled.UNKNOWN
                    ? CompletableFuture.completedFuture(settled)
                    : means.queue().delete(ticket.copy().receipt()).thenApply(done -> settled));
  }

  /** Whoever handled it first, it was handled: an acknowledgement that is late counts as well. */
  private CompletionStage<Settled> complete(
      Ticket ticket, Optional<Long> seen, Optional<String> result) {
    Delivery completed =
        means.delivery(
            ticket.message(),
            seen.orElse(0L) + 1,
            ticket.attempt(),
            new Delivery.Completed(result));
    return means
        .deliveries()
        .write(new Deliveries.Change(seen, completed))
        .thenCompose(
            written ->
                switch (written) {
                  case WRITTEN -> CompletableFuture.completedFuture(Settled.DONE);
                  case FAILED -> CompletableFuture.completedFuture(Settled.UNKNOWN);
                  case CONFLICT -> completeChanged(ticket, seen, result);
                });
  }

  private CompletionStage<Settled> completeChanged(
      Ticket ticket, Optional<Long> seen, Optional<String> result) {
    return means
        .deliveries()
        .find(ticket.message())
        .thenCompose(
            found -> {
              boolean open = found.filter(Delivery::isOpen).isPresent();
              Optional<Long> version = found.map(Delivery::version);
              if (!open) {
                return CompletableFuture.completedFuture(
                    found.isPresent() ? Settled.USED : Settled.EXPIRED);
              }
              // Each turn of this is another's change that came between.
              return version.equals(seen)
                  ? CompletableFuture.completedFuture(Settled.UNKNOWN)
                  : complete(ticket, version, result);
            });
  }

  @Override
  public CompletionStage<Settled> release(
      Ticket ticket, Duration delay, Optional<Failure> failure) {
    if (failure.isEmpty()) {
      return means.queue().hide(ticket.copy().receipt(), delay).thenApply(Settled::of);
    }
    return note(ticket, failure, Optional.empty())
        .thenCompose(noted -> attempts.putBack(ticket, noted, delay));
  }

  @Override
  public CompletionStage<Settled> reject(Ticket ticket, Failure why) {
    return note(ticket, Optional.of(why), Optional.of(Poison.REJECTED))
        .thenCompose(noted -> attempts.putBack(ticket, noted, Duration.ZERO));
  }

  /** What is written may be of an earlier hand-over, of which the ticket does not know. */
  private CompletionStage<Settled> note(
      Ticket ticket, Optional<Failure> failure, Optional<Poison> doom) {
    return attempts
        .note(ticket, failure, doom)
        .thenCompose(
            noted ->
                noted == Settled.SUPERSEDED && ticket.version() == 0
                    ? means
                        .deliveries()
                        .find(ticket.message())
                        .thenCompose(found -> noteOver(found, ticket, failure, doom))
                    : CompletableFuture.completedFuture(noted));
  }

  private CompletionStage<Settled> noteOver(
      Optional<Delivery> found, Ticket ticket, Optional<Failure> failure, Optional<Poison> doom) {
    return found
        .filter(Delivery::isOpen)
        .map(open -> attempts.note(ticket.until(open.version(), ticket.until()), failure, doom))
        .orElseGet(() -> CompletableFuture.completedFuture(Settled.USED));
  }

  @Override
  public CompletionStage<Extended> extend(Ticket ticket, Duration time) {
    Ticket longer = ticket.until(ticket.version(), means.now().plus(time));
    return means
        .queue()
        .hide(ticket.copy().receipt(), time)
        .thenApply(done -> new Extended(Settled.of(done), longer));
  }
}
