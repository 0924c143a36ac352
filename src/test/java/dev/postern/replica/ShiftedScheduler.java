package dev.postern.replica;

import dev.postern.flow.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** The process's own scheduler with a wall clock that a test may put on. */
@Singleton
@Alternative
@Priority(1)
public class ShiftedScheduler implements Scheduler {
  private final SystemScheduler real;
  private volatile Duration shift = Duration.ZERO;

  ShiftedScheduler(SystemScheduler real) {
    this.real = real;
  }

  /** From now on the wall clock is that far ahead; the monotonic clock is not touched. */
  public void shift(Duration ahead) {
    shift = ahead;
  }

  @Override
  public Instant now() {
    return real.now().plus(shift);
  }

  @Override
  public long ticks() {
    return real.ticks();
  }

  @Override
  public RandomGenerator random() {
    return real.random();
  }

  @Override
  public void execute(Runnable task) {
    real.execute(task);
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    return real.schedule(delay, task);
  }
}
