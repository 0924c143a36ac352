package dev.postern.subscription;

import dev.postern.flow.Scheduler;
import dev.postern.flow.UnderWay;
import dev.postern.message.SubscriptionName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Pushes the messages of every subscription that is pushed. Thread-safe; never blocks. */
public final class Pushers implements UnderWay {
  private final List<Pusher> pushers;
  private final Desks.Push push;
  private final Scheduler scheduler;

  public Pushers(Desks desks, Desks.Push push, Scheduler scheduler) {
    this.push = push;
    this.scheduler = scheduler;
    this.pushers =
        desks.all().stream()
            .filter(desk -> desk.subscription().mode() == Mode.PUSH)
            .map(desk -> new Pusher(desk, push, scheduler))
            .toList();
  }

  /** Begins to push. */
  public void start() {
    pushers.forEach(Pusher::start);
  }

  /** Begins no call any more. */
  public void stop() {
    pushers.forEach(Pusher::stop);
  }

  /** Calls that run, and what became of their messages that is not written yet. */
  @Override
  public int underWay() {
    return pushers.stream().mapToInt(Pusher::running).sum();
  }

  /** How the endpoint's breaker at this replica stands. */
  public EndpointBreakers.State breaker(Subscription subscription) {
    return push.breakers().state(subscription);
  }

  public CompletionStage<Optional<Pauses.Pause>> paused(SubscriptionName subscription) {
    return push.pauses().find(subscription);
  }

  /** Pauses a subscription; every replica begins no call any more within some seconds. */
  public CompletionStage<Void> pause(SubscriptionName subscription, String reason) {
    return push.pauses().pause(subscription, new Pauses.Pause(scheduler.now(), reason));
  }

  /** Goes on with a subscription, at every replica within some seconds. */
  public CompletionStage<Void> resume(SubscriptionName subscription) {
    return push.pauses().resume(subscription);
  }
}
