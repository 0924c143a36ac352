package dev.postern.subscription;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What subscriptions and their messages look like at the moment. Thread-safe; never blocks. */
public final class Standings {
  /**
   * What is known of a subscription at this replica.
   *
   * @param waiting calls that wait for messages
   * @param held messages that were received here and are in nobody's hands
   * @param outstanding messages that were handed over here and not told of yet
   * @param oldestAge for how long the first of those has been out
   */
  public record Here(int waiting, int held, int outstanding, Optional<Duration> oldestAge) {}

  private final Desks desks;

  public Standings(Desks desks) {
    this.desks = desks;
  }

  /** What is known of its queue. */
  public CompletionStage<Inbox.QueueState> queue(Subscription subscription) {
    return desks.ports().inbox().state(subscription);
  }

  /** What is known here. */
  public Here here(Subscription subscription) {
    return desks.of(subscription.name()).feed().here();
  }

  /** What is written of a message, if its delivery mode writes something and it is kept yet. */
  public CompletionStage<Optional<Delivery>> delivery(
      Subscription subscription, InboundId message) {
    return desks
        .of(subscription.name())
        .means()
        .deliveries()
        .find(message)
        .thenApply(found -> found.filter(each -> each.expiresAt().isAfter(desks.now())));
  }
}
