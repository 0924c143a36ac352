package dev.postern.replica;

import dev.postern.flow.Scheduler;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive is a process whose threads still take up work: where they do not, nothing is retried,
 * drained or recovered any more, and only a new process helps.
 */
@Liveness
@Singleton
final class ThreadsCheck implements HealthCheck {
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** Far beyond any pause of a garbage collection or of a machine that is short of CPU. */
  private static final Duration STUCK_AFTER = Duration.ofMinutes(1);

  private final Scheduler scheduler;
  private volatile long lastRun;

  ThreadsCheck(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.lastRun = scheduler.ticks();
  }

  void start(@Observes StartupEvent event) {
    run();
  }

  private void run() {
    lastRun = scheduler.ticks();
    scheduler.schedule(EVERY, this::run);
  }

  @Override
  public HealthCheckResponse call() {
    Duration since = Duration.ofNanos(scheduler.ticks() - lastRun);
    return HealthCheckResponse.named("threads")
        .status(since.compareTo(STUCK_AFTER) < 0)
        .withData("last-run-ms", since.toMillis())
        .build();
  }
}
