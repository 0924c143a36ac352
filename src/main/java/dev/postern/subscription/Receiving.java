package dev.postern.subscription;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * The calls that receive from one queue, as many as are needed: one waits, and while calls come
 * back with as many messages as one can bring there are twice as many each time, up to {@value
 * #MOST_CALLS}. Guarded by its feed.
 */
final class Receiving {
  private static final int MOST_CALLS = 8;

  /** What a call asked for, and how it ended. */
  record Ended(int share, List<Arrival> arrivals, Throwable failure) {}

  private final QueueCalls queue;
  private final Duration hidden;
  private int allowed = 1;
  private int calls;
  private int asked;

  Receiving(QueueCalls queue, Duration hidden) {
    this.queue = queue;
    this.hidden = hidden;
  }

  boolean isUnderWay() {
    return calls > 0;
  }

  /**
   * Plans the calls that those who wait need beyond those that are under way.
   *
   * @param ended told of each, outside the lock
   */
  void plan(Collection<Taker> takers, long now, List<Runnable> steps, Consumer<Ended> ended) {
    int wanted = takers.stream().mapToInt(Taker::room).sum();
    long longest = takers.stream().mapToLong(taker -> taker.until() - now).max().orElse(0);
    // Begun seconds count: to ask again and again in the last one would be dear.
    Duration wait =
        Duration.ofSeconds(Duration.ofNanos(Math.max(0, longest)).plusMillis(999).toSeconds());
    Duration shorter = wait.compareTo(Inbox.LONGEST_WAIT) > 0 ? Inbox.LONGEST_WAIT : wait;
    while (calls < allowed && isWorthACall(wanted - asked)) {
      int share = Math.min(Inbox.MOST, wanted - asked);
      calls++;
      asked += share;
      steps.add(
          () ->
              queue
                  .receive(share, shorter, hidden)
                  .whenComplete(
                      (arrivals, failure) -> ended.accept(new Ended(share, arrivals, failure))));
    }
  }

  /** While a call is under way, another waits until there is enough for it to ask for. */
  private boolean isWorthACall(int unasked) {
    return unasked >= Inbox.MOST || (unasked > 0 && calls == 0);
  }

  /** A call has ended. */
  void ended(Ended call) {
    calls--;
    asked -= call.share();
    boolean full = call.failure() == null && call.arrivals().size() == Inbox.MOST;
    allowed = full ? Math.min(MOST_CALLS, allowed * 2) : Math.max(1, allowed / 2);
  }
}
