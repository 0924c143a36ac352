package dev.postern.replica;

import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.lane.Drainer;
import dev.postern.publish.Admission;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Starts this replica's work with the process and ends it with it. */
@Singleton
class Lifecycle {
  private static final Logger LOG = Logger.getLogger(Lifecycle.class);

  /** How long messages under way may take to be settled or handed over before the process ends. */
  private static final Duration FINISH_WITHIN = Duration.ofSeconds(20);

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Heartbeat heartbeat;
  private final Watch watch;
  private final Drainer drainer;
  private final Admission admission;
  private final Scheduler scheduler;

  Lifecycle(
      Heartbeat heartbeat, Watch watch, Drainer drainer, Admission admission, Scheduler scheduler) {
    this.heartbeat = heartbeat;
    this.watch = watch;
    this.drainer = drainer;
    this.admission = admission;
    this.scheduler = scheduler;
  }

  void start(@Observes @Priority(200) StartupEvent event) {
    heartbeat.start();
    watch.start();
    drainer.start();
  }

  /** The server has answered its last request by now; what is under way is finished first. */
  void stop(@Observes ShutdownEvent event) {
    watch.stop();
    drainer.stop();
    CompletableFuture<Boolean> finished = new CompletableFuture<>();
    awaitIdle(Deadline.in(FINISH_WITHIN, scheduler), finished);
    try {
      if (finished.get(FINISH_WITHIN.toSeconds() + 1, TimeUnit.SECONDS)) {
        heartbeat.stop().toCompletableFuture().get(5, TimeUnit.SECONDS);
      } else {
        LOG.warnf("%d messages are left for another replica", admission.underWay());
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.warnf("could not leave the list of replicas: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitIdle(Deadline until, CompletableFuture<Boolean> finished) {
    boolean idle = admission.underWay() == 0 && drainer.active() == 0;
    if (idle || until.hasPassed()) {
      finished.complete(idle);
    } else {
      scheduler.schedule(LOOK_EVERY, () -> awaitIdle(until, finished));
    }
  }
}
