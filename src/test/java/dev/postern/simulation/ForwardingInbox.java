package dev.postern.simulation;

import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Queues that do as another does, but for what is overridden. */
class ForwardingInbox implements Inbox {
  private final Inbox other;

  ForwardingInbox(Inbox other) {
    this.other = other;
  }

  /** A message as it is seen to arrive. */
  Arrival seen(Arrival arrival) {
    return arrival;
  }

  @Override
  public CompletionStage<List<Arrival>> receive(
      Subscription subscription, int most, Duration wait, Duration hidden) {
    return other
        .receive(subscription, most, wait, hidden)
        .thenApply(arrivals -> arrivals.stream().map(this::seen).toList());
  }

  @Override
  public CompletionStage<List<Done>> delete(Subscription subscription, List<String> receipts) {
    return other.delete(subscription, receipts);
  }

  @Override
  public CompletionStage<List<Done>> hide(Subscription subscription, List<Hiding> hidings) {
    return other.hide(subscription, hidings);
  }

  @Override
  public CompletionStage<Void> sendAgain(
      Subscription subscription, Inbound message, String deduplicationId) {
    return other.sendAgain(subscription, message, deduplicationId);
  }

  @Override
  public CompletionStage<QueueState> state(Subscription subscription) {
    return other.state(subscription);
  }
}
