package dev.postern.order;

import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The calls that receive from the queue behind, as many as are needed: one waits, and while calls
 * come back full there are twice as many each time, up to {@value #MOST_CALLS}. Guarded by its
 * owner.
 */
final class Intake {
  private static final int MOST_CALLS = 8;

  /** How a call ended. */
  record Ended(List<Arrival> arrivals, Throwable failure) {}

  private final Inbox queue;
  private final Subscription subscription;
  private final Duration hidden;
  private int allowed = 1;
  private int calls;

  Intake(Inbox queue, Subscription subscription, Duration hidden) {
    this.queue = queue;
    this.subscription = subscription;
    this.hidden = hidden;
  }

  boolean isUnderWay() {
    return calls > 0;
  }

  /**
   * Plans the calls that are needed beyond those that are under way.
   *
   * @param wanted how many messages are waited for
   * @param longest for how long at most
   * @param ended told of each, outside the lock; it is under way until {@link #ended}
   */
  void plan(int wanted, Duration longest, List<Runnable> steps, Consumer<Ended> ended) {
    // Begun seconds count: to ask again and again in the last one would be dear.
    Duration whole = Duration.ofSeconds(longest.plusMillis(999).toSeconds());
    Duration wait = whole.compareTo(Inbox.LONGEST_WAIT) > 0 ? Inbox.LONGEST_WAIT : whole;
    while (calls < allowed && wanted > calls * Inbox.MOST) {
      calls++;
      steps.add(
          () ->
              queue
                  .receive(subscription, Inbox.MOST, wait, hidden)
                  .whenComplete((arrivals, failure) -> ended.accept(new Ended(arrivals, failure))));
    }
  }

  /** A call has ended, and what it brought is parked. */
  void ended(Ended call) {
    calls--;
    boolean full = call.failure() == null && call.arrivals().size() == Inbox.MOST;
    allowed = full ? Math.min(MOST_CALLS, allowed * 2) : Math.max(1, allowed / 2);
  }
}
