package dev.postern.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One recorded outcome for each message: a delivery is written before it is handed over, and
 * completed on the condition that it was not handed over again since.
 *
 * <p>What arrives while it is in processing is put back; once it is completed it is dropped. A
 * lease that has run out means that the consumer crashed, or is slow: the message is handed over
 * again, as the same, and the outcome of the latest hand-over alone counts. So a consumer may be
 * called twice; what it returned is recorded once.
 *
 * <p>Writes: two for each message, one more for each further hand-over.
 */
final class ExactlyOnce implements DeliveryMode {
  private final Means means;
  private final Attempts attempts;

  ExactlyOnce(Means means, Burial burial) {
    this.means = means;
    this.attempts = new Attempts(means, burial);
  }

  @Override
  public CompletionStage<Verdict> claim(Arrival arrival) {
    if (arrival.receiveCount() > 1 || arrival.poison().isPresent()) {
      return look(arrival);
    }
    return attempts
        .first(arrival)
        .thenCompose(claimed -> claimed.map(ExactlyOnce::done).orElseGet(() -> look(arrival)));
  }

  private CompletionStage<Verdict> look(Arrival arrival) {
    return means
        .deliveries()
        .find(arrival.message().id())
        .thenCompose(
            found ->
                found.isPresent()
                    ? attempts.again(
                        arrival, found.get(), processing -> isFree(arrival, processing))
                    : attempts.write(arrival, found, 1));
  }

  /**
   * The same copy came again: SQS itself says that its time was over, a moment's difference of
   * clocks aside. Of another copy only its holder's clock tells.
   */
  private boolean isFree(Arrival arrival, Delivery.Processing processing) {
    Instant now = means.scheduler().now();
    boolean sameCopy = processing.queueId().equals(arrival.queueId());
    Duration margin = sameCopy ? Duration.ZERO : means.maxClockSkew();
    return !processing.leaseUntil().plus(margin).isAfter(now);
  }

  @Override
  public CompletionStage<Settled> acknowledge(Ticket ticket, Optional<String> result) {
    Delivery completed =
        means.delivery(
            ticket.message(),
            ticket.version() + 1,
            ticket.attempt(),
            new Delivery.Completed(result));
    return means
        .deliveries()
        .write(new Deliveries.Change(ticket.seen(), completed))
        .thenCompose(
            written ->
                switch (written) {
                  // Deleted or not: it is not handed over again.
                  case WRITTEN ->
                      means
                          .queue()
                          .delete(ticket.copy().receipt())
                          .thenApply(deleted -> Settled.DONE);
                  case FAILED -> done(Settled.UNKNOWN);
                  case CONFLICT ->
                      means
                          .deliveries()
                          .find(ticket.message())
                          .thenApply(found -> told(ticket, found));
                });
  }

  private static Settled told(Ticket ticket, Optional<Delivery> found) {
    boolean own =
        found.filter(delivery -> delivery.version() == ticket.version() + 1).isPresent()
            && !found.get().isOpen();
    return own ? Settled.USED : Settled.SUPERSEDED;
  }

  @Override
  public CompletionStage<Settled> release(
      Ticket ticket, Duration delay, Optional<Failure> failure) {
    return attempts
        .note(ticket, failure, Optional.empty())
        .thenCompose(noted -> attempts.putBack(ticket, noted, delay));
  }

  @Override
  public CompletionStage<Settled> reject(Ticket ticket, Failure why) {
    return attempts
        .note(ticket, Optional.of(why), Optional.of(Poison.REJECTED))
        .thenCompose(noted -> attempts.putBack(ticket, noted, Duration.ZERO));
  }

  /** The lease first: one that is longer than the queue hides the message does no harm. */
  @Override
  public CompletionStage<Extended> extend(Ticket ticket, Duration time) {
    Instant until = means.now().plus(time);
    Ticket longer = ticket.until(ticket.version() + 1, until);
    Delivery extended =
        means.delivery(
            ticket.message(),
            longer.version(),
            ticket.attempt(),
            new Delivery.Processing(ticket.copy().queueId(), until, Optional.empty()));
    return means
        .deliveries()
        .write(new Deliveries.Change(ticket.seen(), extended))
        .thenCompose(
            written ->
                switch (written) {
                  case WRITTEN ->
                      means
                          .queue()
                          .hide(ticket.copy().receipt(), time)
                          .thenApply(hidden -> new Extended(Settled.of(hidden), longer));
                  case FAILED -> done(new Extended(Settled.UNKNOWN, ticket));
                  case CONFLICT -> done(new Extended(Settled.SUPERSEDED, ticket));
                });
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
