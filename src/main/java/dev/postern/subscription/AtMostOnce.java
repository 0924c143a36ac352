package dev.postern.subscription;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Handed over once or not at all: the message is deleted from the queue first.
 *
 * <p>A FIFO queue does not deliver what was deleted. A standard queue may, and may hold a message
 * twice that its producer sent again: there a delivery is written before, and whoever finds one
 * does not hand the message over. In doubt whether it was deleted, or written, it is not handed
 * over.
 *
 * <p>Writes: none on FIFO, one for each message on standard queues.
 */
final class AtMostOnce implements DeliveryMode {
  private final Means means;
  private final Burial burial;

  AtMostOnce(Means means, Burial burial) {
    this.means = means;
    this.burial = burial;
  }

  @Override
  public CompletionStage<Verdict> claim(Arrival arrival) {
    if (arrival.isUnreadable()) {
      return burial.bury(arrival, Optional.empty(), Poison.UNREADABLE);
    }
    return means.subscription().isFifo() ? delete(arrival) : writeAndDelete(arrival);
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

  private CompletionStage<Verdict> writeAndDelete(Arrival arrival) {
    Delivery handedOver =
        means.delivery(arrival.message().id(), 1, 1, new Delivery.Completed(Optional.empty()));
    return means
        .deliveries()
        .write(Deliveries.Change.first(handedOver))
        .thenCompose(
            written ->
                switch (written) {
                  // Deleted or not: it is not handed over again.
                  case WRITTEN ->
                      means
                          .queue()
                          .delete(arrival.receipt())
                          .thenApply(done -> new Verdict.HandOver(means.ticket(arrival, 1, 1)));
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
