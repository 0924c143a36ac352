package dev.postern.subscription;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tells the outcomes of hand-overs, and lets what waits behind them go on.
 *
 * <p>No stage fails: where a store could not be asked, the outcome is {@link Settled#UNKNOWN}.
 */
record Settling(Means means, DeliveryMode mode, Feed feed, Reporter reporter) {
  CompletionStage<Settled> acknowledge(Ticket ticket, Optional<String> result) {
    return certain(mode.acknowledge(ticket, result))
        .thenApply(
            settled -> {
              if (settled == Settled.DONE || settled == Settled.USED) {
                feed.done(ticket);
              } else {
                feed.failed(ticket);
              }
              return told(ticket, settled, DeliveryWitness.Outcome.ACKNOWLEDGED);
            })
        .thenCompose(settled -> reported(ticket, settled));
  }

  CompletionStage<Settled> release(Ticket ticket, Duration delay, Optional<Failure> failure) {
    return certain(mode.release(ticket, delay, failure))
        .thenApply(
            settled -> {
              feed.failed(ticket);
              return told(ticket, settled, DeliveryWitness.Outcome.RELEASED);
            });
  }

  CompletionStage<Settled> reject(Ticket ticket, Failure why) {
    return certain(mode.reject(ticket, why))
        .thenApply(
            settled -> {
              feed.failed(ticket);
              return told(ticket, settled, DeliveryWitness.Outcome.REJECTED);
            });
  }

  CompletionStage<DeliveryMode.Extended> extend(Ticket ticket, Duration time) {
    return mode.extend(ticket, time)
        .exceptionally(failure -> new DeliveryMode.Extended(Settled.UNKNOWN, ticket))
        .thenApply(
            extended -> {
              if (extended.settled() == Settled.DONE) {
                feed.extended(extended.ticket());
              }
              return extended;
            });
  }

  private CompletionStage<Settled> reported(Ticket ticket, Settled settled) {
    return settled == Settled.DONE
        ? reporter.processed(ticket).thenApply(done -> settled)
        : CompletableFuture.completedFuture(settled);
  }

  private static CompletionStage<Settled> certain(CompletionStage<Settled> settled) {
    return settled.exceptionally(failure -> Settled.UNKNOWN);
  }

  private Settled told(Ticket ticket, Settled settled, DeliveryWitness.Outcome outcome) {
    if (settled == Settled.DONE) {
      means.witness().settled(means.subscription(), ticket, outcome);
    }
    return settled;
  }
}
