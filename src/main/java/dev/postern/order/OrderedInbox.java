package dev.postern.order;

import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.Subscriptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The queues of subscriptions, each with the order that its subscription asks for. */
public final class OrderedInbox implements Inbox {
  private final Inbox bare;
  private final Map<SubscriptionName, Inbox> ordered = new HashMap<>();

  /**
   * Over the queues as they are.
   *
   * @param process in which messages are given out
   */
  public OrderedInbox(Inbox bare, Tracks tracks, Subscriptions subscriptions, Process process) {
    this.bare = bare;
    for (Subscription subscription : subscriptions.all()) {
      TrackCalls calls = new TrackCalls(tracks, process.scheduler());
      switch (subscription.terms().ordering()) {
        case SEQUENCE ->
            ordered.put(
                subscription.name(),
                new TrackInbox(new Means(subscription, new SequenceRule(), bare, calls, process)));
        case CAUSAL ->
            ordered.put(
                subscription.name(),
                new TrackInbox(new Means(subscription, new CausalRule(), bare, calls, process)));
        case TOTAL ->
            ordered.put(
                subscription.name(),
                new TurnInbox(new Means(subscription, new SequenceRule(), bare, calls, process)));
        case NONE, GROUP -> {
          // The queue itself keeps it.
        }
      }
    }
  }

  private Inbox of(Subscription subscription) {
    return ordered.getOrDefault(subscription.name(), bare);
  }

  @Override
  public CompletionStage<List<Arrival>> receive(
      Subscription subscription, int most, Duration wait, Duration hidden) {
    return of(subscription).receive(subscription, most, wait, hidden);
  }

  @Override
  public CompletionStage<List<Done>> delete(Subscription subscription, List<String> receipts) {
    return of(subscription).delete(subscription, receipts);
  }

  @Override
  public CompletionStage<List<Done>> hide(Subscription subscription, List<Hiding> hidings) {
    return of(subscription).hide(subscription, hidings);
  }

  @Override
  public CompletionStage<Void> sendAgain(
      Subscription subscription, Inbound message, String deduplicationId) {
    return of(subscription).sendAgain(subscription, message, deduplicationId);
  }

  @Override
  public CompletionStage<QueueState> state(Subscription subscription) {
    return of(subscription).state(subscription);
  }
}
