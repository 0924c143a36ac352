package dev.postern.webhook;

import dev.postern.flow.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Time that stands until a test lets it pass. */
final class HandScheduler implements Scheduler {
  private record Waiting(Duration delay, Runnable task) {}

  private final Instant now;
  private final List<Waiting> waiting = new ArrayList<>();

  HandScheduler(Instant now) {
    this.now = now;
  }

  /** Runs all that waits for that time, or less. */
  void pass(Duration time) {
    List<Waiting> due;
    synchronized (this) {
      due = waiting.stream().filter(each -> each.delay().compareTo(time) <= 0).toList();
      waiting.removeAll(due);
    }
    due.forEach(each -> each.task().run());
  }

  /** How many tasks wait that nobody has called off. */
  synchronized int waiting() {
    return waiting.size();
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long ticks() {
    return 0;
  }

  @Override
  public synchronized Cancellable schedule(Duration delay, Runnable task) {
    Waiting added = new Waiting(delay, task);
    waiting.add(added);
    return () -> callOff(added);
  }

  private synchronized void callOff(Waiting task) {
    waiting.remove(task);
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public RandomGenerator random() {
    throw new UnsupportedOperationException("nothing here is left to chance");
  }
}
