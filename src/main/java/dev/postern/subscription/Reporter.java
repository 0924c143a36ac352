package dev.postern.subscription;

import dev.postern.flow.Backoff;
import dev.postern.flow.Batcher;
import dev.postern.flow.Scheduler;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Marks messages that Postern published as processed by one subscription, where it is to: one write
 * for each that is acknowledged, many of which share a call.
 *
 * <p>An acknowledgement counts, whatever becomes of this: a write that fails is tried again, with
 * growing pauses of five seconds at most, and after {@value #MOST_ATTEMPTS} attempts it is told to
 * the {@link DeliveryWitness}; where {@value #MOST_WAITING} wait already, at once. A replica that
 * ends before a write is done leaves it out, and nobody makes up for it: the mark says that a
 * message was acknowledged, its absence does not say that it was not.
 *
 * <p>Thread-safe; never blocks.
 */
final class Reporter {
  static final int MOST_ATTEMPTS = 10;
  static final int MOST_WAITING = 10_000;

  /** For how long who acknowledged is kept waiting. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

  /** Calls at the same time: few, so that a crowd shares them. */
  private static final int IN_FLIGHT = 4;

  private final Means means;
  private final Optional<DestinationName> destination;
  private final Batcher<Reports.Report, Reports.Write> calls;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * A reporter that has nothing to report yet.
   *
   * @param destination the only one whose messages it takes to be the subscription's
   */
  Reporter(Means means, Optional<DestinationName> destination, Reports reports) {
    this.means = means;
    this.destination = destination;
    this.calls =
        new Batcher<>(
            means.scheduler(),
            new Batcher.Bounds(Reports.MOST_WRITES, Integer.MAX_VALUE, IN_FLIGHT),
            new Batcher.Traits<>(report -> 0, Reports.Report::message),
            reports::write);
  }

  /**
   * A message was acknowledged. Ends once that is written, or is known not to need it, or when the
   * first attempt has failed, and in a second at most; never fails.
   */
  CompletionStage<Void> processed(Ticket ticket) {
    Optional<MessageId> published = MessageId.parse(ticket.message().value());
    if (!means.subscription().terms().reportsProcessed() || published.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    if (waiting.incrementAndGet() > MOST_WAITING) {
      giveUp(ticket.message(), "too many wait to be written");
      return CompletableFuture.completedFuture(null);
    }
    Subscription subscription = means.subscription();
    Reports.Report report =
        new Reports.Report(
            published.get(), subscription.tenant(), destination, subscription.name(), means.now());
    CompletableFuture<Void> told = new CompletableFuture<>();
    Scheduler.Cancellable patience =
        means.scheduler().schedule(PATIENCE, () -> told.complete(null));
    attempt(report, 1)
        .whenComplete(
            (done, failure) -> {
              patience.cancel();
              told.complete(null);
            });
    return told;
  }

  private CompletionStage<Void> attempt(Reports.Report report, int number) {
    return calls
        .submit(report)
        .handle(
            (written, failure) -> {
              if (failure == null && written != Reports.Write.FAILED) {
                waiting.decrementAndGet();
              } else {
                failed(report, number, failure == null ? "not written" : reason(failure));
              }
              return null;
            });
  }

  private static String reason(Throwable failure) {
    boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
    return (wrapped ? failure.getCause() : failure).getMessage();
  }

  private void failed(Reports.Report report, int attempts, String why) {
    if (attempts == MOST_ATTEMPTS) {
      giveUp(new InboundId(report.message().toString()), why);
      return;
    }
    Scheduler scheduler = means.scheduler();
    scheduler.schedule(
        BACKOFF.after(attempts, scheduler.random()), () -> attempt(report, attempts + 1));
  }

  private void giveUp(InboundId message, String why) {
    waiting.decrementAndGet();
    means.witness().unreported(means.subscription(), message, why);
  }
}
