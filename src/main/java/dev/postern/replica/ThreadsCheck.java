package dev.postern.replica;

import dev.postern.flow.Scheduler;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive is a process each of whose threads still takes up work: what one that does not was to
 * answer, retry, drain or recover waits for good, and only a new process helps.
 */
@Liveness
@Singleton
final class ThreadsCheck implements HealthCheck {
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** Far beyond any pause of a garbage collection or of a machine that is short of CPU. */
  private static final Duration STUCK_AFTER = Duration.ofMinutes(1);

  private final Scheduler scheduler;
  private final Map<Executor, Long> lastRuns = new ConcurrentHashMap<>();

  @Inject
  ThreadsCheck(SystemScheduler system) {
    this(system, system.threads());
  }

  ThreadsCheck(Scheduler scheduler, Iterable<? extends Executor> threads) {
    this.scheduler = scheduler;
    threads.forEach(thread -> lastRuns.put(thread, scheduler.ticks()));
  }

  void start(@Observes StartupEvent event) {
    ask();
  }

  private void ask() {
    lastRuns
        .keySet()
        .forEach(thread -> thread.execute(() -> lastRuns.put(thread, scheduler.ticks())));
    scheduler.schedule(EVERY, this::ask);
  }

  @Override
  public HealthCheckResponse call() {
    long now = scheduler.ticks();
    Duration since =
        Duration.ofNanos(lastRuns.values().stream().mapToLong(last -> now - last).max().orElse(0));
    return HealthCheckResponse.named("threads")
        .status(since.compareTo(STUCK_AFTER) < 0)
        .withData("last-run-ms", since.toMillis())
        .build();
  }
}
