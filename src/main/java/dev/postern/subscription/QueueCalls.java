package dev.postern.subscription;

import dev.postern.flow.Batcher;
import dev.postern.flow.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** One subscription's calls to its queue, which share batches. */
final class QueueCalls {
  /** Calls of a kind at the same time: few, so that a crowd shares them. */
  private static final int IN_FLIGHT = 2;

  private static final Batcher.Bounds BOUNDS =
      new Batcher.Bounds(Inbox.MOST, Integer.MAX_VALUE, IN_FLIGHT);

  private final Inbox inbox;
  private final Subscription subscription;
  private final Batcher<String, Inbox.Done> deletions;
  private final Batcher<Inbox.Hiding, Inbox.Done> hidings;

  QueueCalls(Inbox inbox, Subscription subscription, Scheduler scheduler) {
    this.inbox = inbox;
    this.subscription = subscription;
    this.deletions =
        new Batcher<>(
            scheduler,
            BOUNDS,
            new Batcher.Traits<>(receipt -> 0, receipt -> receipt),
            receipts -> inbox.delete(subscription, receipts));
    this.hidings =
        new Batcher<>(
            scheduler,
            BOUNDS,
            new Batcher.Traits<>(hiding -> 0, Inbox.Hiding::receipt),
            each -> inbox.hide(subscription, each));
  }

  CompletionStage<List<Arrival>> receive(int most, Duration wait, Duration hidden) {
    return inbox.receive(subscription, most, wait, hidden);
  }

  /** Never fails: what went wrong is not known to be done. */
  CompletionStage<Inbox.Done> delete(String receipt) {
    return deletions.submit(receipt).exceptionally(failure -> Inbox.Done.UNKNOWN);
  }

  /** Never fails: what went wrong is not known to be done. */
  CompletionStage<Inbox.Done> hide(String receipt, Duration time) {
    return hidings
        .submit(new Inbox.Hiding(receipt, time))
        .exceptionally(failure -> Inbox.Done.UNKNOWN);
  }
}
