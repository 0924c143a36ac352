package dev.postern.flow;

import java.time.Duration;

/** A point on the monotonic clock after which something must not begin. */
public record Deadline(Scheduler scheduler, long ticks) {
  public static Deadline in(Duration time, Scheduler scheduler) {
    return new Deadline(scheduler, scheduler.ticks() + time.toNanos());
  }

  public boolean hasPassed() {
    return scheduler.ticks() - ticks >= 0;
  }

  /** The time left; zero once it has passed. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, ticks - scheduler.ticks()));
  }
}
