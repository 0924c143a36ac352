package dev.postern.replica;

import dev.postern.flow.Scheduler;
import dev.postern.log.Log;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** The process's own clocks and threads, as many as it has processors. */
final class SystemScheduler implements Scheduler {
  private static final Log LOG = Log.of(SystemScheduler.class);

  private final ScheduledThreadPoolExecutor threads;
  private final SecureRandom random = new SecureRandom();

  SystemScheduler() {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, "postern-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    threads = new ScheduledThreadPoolExecutor(Runtime.getRuntime().availableProcessors(), factory);
    threads.setRemoveOnCancelPolicy(true);
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long ticks() {
    return System.nanoTime();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void execute(Runnable task) {
    try {
      threads.execute(() -> run(task));
    } catch (RejectedExecutionException stopped) {
      LOG.debug("not run: this process is stopping");
    }
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    try {
      var scheduled =
          threads.schedule(() -> run(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("not scheduled: this process is stopping");
      return () -> {};
    }
  }

  /** A task that throws is a defect: it is told, and takes no thread with it. */
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a task failed unexpectedly", e);
    }
  }

  void stop() {
    threads.shutdown();
  }
}
