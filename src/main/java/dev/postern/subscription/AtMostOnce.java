package dev.postern.subscription;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Handed over once or not at all: the message is deleted from the queue first.
 *
 * <p>A FIFO queue does not deliver what was deleted, nor does a track of numbers or causes. A
 * standard queue alone may, and may hold a message twice that its producer sent again: there a
 * delivery is written before, and whoever finds one does not hand the message over. In doubt
 * whether it was deleted, or written, it is not handed over.
 *
 * <p>Writes: none on FIFO and with tracks, one for each message on standard queues.
 */
final class AtMostOnce implements DeliveryMode {
  private final Means means;
  private final Burial burial;
  private final Attempts attempts;

  AtMostOnce(Means means, Burial burial) {
    this.means = means;
    this.burial = burial;
    this.attempts = new Attempts(means, burial);
  }

  @Override
  public CompletionStage<Verdict> claim(Arrival arrival) {
    if (arrival.poison().isPresent()) {
      return poisoned(arrival, arrival.poison().get());
    }
    if (!means.subscription().recognisesCopies()) {
      return writeAndDelete(arrival, Optional.empty());
    }
    return arrival.receiveCount() == 1 ? delete(arrival) : look(arrival);
  }

  /** What was a dead letter and is to be handed over after all is so once, too. */
  private CompletionStage<Verdict> look(Arrival arrival) {
    return means
        .deliveries()
        .find(arrival.message().id())
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                return delete(arrival);
              }
              return found.get().isOpen()
                  ? writeAndDelete(arrival, found.map(Delivery::version))
                  : attempts.again(arrival, found.get(), processing -> false);
            });
  }

  /** Something may be written of it: it dies once. */
  private CompletionStage<Verdict> poisoned(Arrival arrival, Poison poison) {
    return means
        .deliveries()
        .find(arrival.message().id())
        .thenCompose(
            found ->
                found
                    .map(seen -> attempts.again(arrival, seen, processing -> false))
                    .orElseGet(() -> burial.bury(arrival, Optional.empty(), poison)));
  }

  private CompletionStage<Verdict> delete(Arrival arrival) {
    return means
        .queue()
        .delete(arrival.receipt())
        .thenApply(
            done ->
                done == Inbox.Done.DONE
                    ? new Verdict.HandOver(means.ticket(arrival, 1, 0))
                    : Verdict.HELD_BACK);
  }

  private CompletionStage<Verdict> writeAndDelete(Arrival arrival, Optional<Long> seen) {
    long version = seen.orElse(0L) + 1;
    Delivery handedOver =
        means.delivery(
            arrival.message().id(), version, 1, new Delivery.Completed(Optional.empty()));
    return means
        .deliveries()
        .write(new Deliveries.Change(seen, handedOver))
        .thenCompose(
            written ->
                switch (written) {
                  // Deleted or not: it is not handed over again.
                  case WRITTEN ->
                      means
                          .queue()
                          .delete(arrival.receipt())
                          .thenApply(
                              done -> new Verdict.HandOver(means.ticket(arrival, 1, version)));
                  case CONFLICT ->
                      means.queue().delete(arrival.receipt()).thenApply(done -> Verdict.GONE);
                  case FAILED -> CompletableFuture.completedFuture(Verdict.HELD_BACK);
                });
  }

  /** It was as good as acknowledged when it was handed over. */
  @Override
  public CompletionStage<Settled> acknowledge(Ticket ticket, Optional<String> result) {
    return CompletableFuture.completedFuture(Settled.DONE);
  }

  /** It is not handed over again, whatever became of it. */
  @Override
  public CompletionStage<Settled> release(
      Ticket ticket, Duration delay, Optional<Failure> failure) {
    return CompletableFuture.completedFuture(Settled.DONE);
  }

  @Override
  public CompletionStage<Settled> reject(Ticket ticket, Failure why) {
    return CompletableFuture.completedFuture(Settled.DONE);
  }

  @Override
  public CompletionStage<Extended> extend(Ticket ticket, Duration time) {
    return CompletableFuture.completedFuture(new Extended(Settled.DONE, ticket));
  }
}
