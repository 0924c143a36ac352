package dev.postern.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What happens, in the order of virtual time; what happens at one time, in the order asked for. */
final class Events {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private record Event(long at, long number, Runnable task) {}

  private final PriorityQueue<Event> queue =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private long now;
  private long number;

  /** Nanoseconds since the run began, as nobody in it can know them. */
  long now() {
    return now;
  }

  /** The true wall time. */
  Instant instant() {
    return EPOCH.plusNanos(now);
  }

  void at(long when, Runnable task) {
    queue.add(new Event(Math.max(when, now), number++, task));
  }

  void in(Duration delay, Runnable task) {
    at(now + delay.toNanos(), task);
  }

  /** How many events were asked for so far. */
  long asked() {
    return number;
  }

  /** Lets happen all that happens until then. */
  void runUntil(long when) {
    while (!queue.isEmpty() && queue.peek().at() <= when) {
      Event next = queue.remove();
      now = next.at();
      next.task().run();
    }
    now = Math.max(now, when);
  }
}
