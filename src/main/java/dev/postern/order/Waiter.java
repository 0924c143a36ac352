package dev.postern.order;

import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.subscription.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Somebody who waits for messages. Guarded by where it waits. */
final class Waiter {
  /** What it may wait longer for what is on its way. */
  static final Duration GRACE = Duration.ofSeconds(1);

  final int most;
  final Duration hidden;
  final Deadline until;
  final CompletableFuture<List<Arrival>> answer = new CompletableFuture<>();
  private final Deadline last;

  /** The queue was asked since it waits. */
  private boolean asked;

  Waiter(int most, Duration hidden, Duration wait, Scheduler scheduler) {
    this.most = most;
    this.hidden = hidden;
    this.until = Deadline.in(wait, scheduler);
    this.last = Deadline.in(wait.plus(GRACE), scheduler);
  }

  void asked() {
    asked = true;
  }

  /** Is the queue to be asked for it? */
  boolean wants() {
    return !asked || !until.hasPassed();
  }

  /**
   * Has it waited for long enough?
   *
   * @param more whether more may be on its way to it
   */
  boolean isOver(boolean more) {
    return last.hasPassed() || (asked && !more && until.hasPassed());
  }
}
