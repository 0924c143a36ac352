package dev.postern.simulation;

import dev.postern.flow.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One process's time, chance and execution.
 *
 * <p>Its tasks run in any order that threads could run them in. A process that has crashed runs
 * nothing any more; one that is paused runs everything afterwards.
 */
final class SimulatedScheduler implements Scheduler {
  /**
   * A process's clocks.
   *
   * @param offset of its wall clock
   * @param rate of its monotonic clock
   */
  record Clocks(Duration offset, double rate) {
    static final Clocks TRUE = new Clocks(Duration.ZERO, 1);
  }

  /** The most that a task waits for a thread. */
  private static final int TURN_NANOS = 30_000;

  private final Events events;
  private final RandomGenerator random;
  private final Clocks clocks;
  private final List<Runnable> held = new ArrayList<>();
  private boolean crashed;
  private long pausedUntil;

  SimulatedScheduler(Events events, RandomGenerator random, Clocks clocks) {
    this.events = events;
    this.random = random;
    this.clocks = clocks;
  }

  @Override
  public Instant now() {
    return events.instant().plus(clocks.offset());
  }

  @Override
  public long ticks() {
    return (long) (events.now() * clocks.rate());
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void execute(Runnable task) {
    at(events.now() + random.nextInt(TURN_NANOS), task);
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    boolean[] cancelled = new boolean[1];
    at(
        events.now() + Math.max(0, (long) (delay.toNanos() / clocks.rate()) + 1),
        () -> {
          if (!cancelled[0]) {
            task.run();
          }
        });
    return () -> cancelled[0] = true;
  }

  /** Runs a task in this process at that time, unless it has crashed by then. */
  void at(long when, Runnable task) {
    events.at(when, () -> run(task));
  }

  private void run(Runnable task) {
    if (crashed) {
      return;
    }
    if (isPaused()) {
      held.add(task);
      return;
    }
    task.run();
  }

  void crash() {
    crashed = true;
    held.clear();
  }

  void pause(Duration time) {
    pausedUntil = Math.max(pausedUntil, events.now() + time.toNanos());
    events.at(pausedUntil, this::goOn);
  }

  /** Goes on at once. */
  void resume() {
    pausedUntil = events.now();
    goOn();
  }

  private void goOn() {
    if (!isPaused()) {
      held.forEach(task -> at(events.now(), task));
      held.clear();
    }
  }

  boolean hasCrashed() {
    return crashed;
  }

  boolean isPaused() {
    return events.now() < pausedUntil;
  }
}
