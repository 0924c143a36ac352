package dev.postern.replica;

import dev.postern.flow.Scheduler;
import dev.postern.log.Log;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The process's own clocks, and its event loops as threads. What an event loop asks for it runs
 * itself, after what it has just read: arrivals that it reads together are so taken together, and
 * no other thread has to be woken, which costs about as much as the task.
 */
final class SystemScheduler implements Scheduler {
  private static final Log LOG = Log.of(SystemScheduler.class);

  private final EventLoopGroup loops;
  private final SecureRandom random = new SecureRandom();
  private volatile boolean stopped;

  SystemScheduler(EventLoopGroup loops) {
    this.loops = loops;
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
      loop().execute(() -> run(task));
    } catch (RejectedExecutionException ended) {
      LOG.debug("not run: this process is stopping");
    }
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> scheduled =
          loop().schedule(() -> run(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException ended) {
      LOG.debug("not scheduled: this process is stopping");
      return () -> {};
    }
  }

  /** All of its threads. */
  Iterable<EventExecutor> threads() {
    return loops;
  }

  private EventExecutor loop() {
    for (EventExecutor loop : loops) {
      if (loop.inEventLoop()) {
        return loop;
      }
    }
    return loops.next();
  }

  /** A task that throws is a defect: it is told, and takes no thread with it. */
  private void run(Runnable task) {
    if (stopped) {
      LOG.debug("not run: this process is stopping");
      return;
    }
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a task failed unexpectedly", e);
    }
  }

  /** Begins no task any more; the event loops are not this room's to end. */
  void stop() {
    stopped = true;
  }
}
