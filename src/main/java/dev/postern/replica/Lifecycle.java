package dev.postern.replica;

import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.flow.UnderWay;
import dev.postern.lane.Drainer;
import dev.postern.log.Log;
import dev.postern.log.Member;
import dev.postern.log.Said;
import dev.postern.publish.Admission;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts this replica's work with the process and ends it with it. */
@Singleton
class Lifecycle {
  private static final Log LOG = Log.of(Lifecycle.class);

  /**
   * How long messages under way may take to be settled or handed over, and what else is under way
   * to end, before the process ends.
   */
  private static final Duration FINISH_WITHIN = Duration.ofSeconds(20);

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Heartbeat heartbeat;
  private final Watch watch;
  private final Drainer drainer;
  private final Admission admission;
  private final List<UnderWay> others;
  private final Scheduler scheduler;

  /** How this replica is known to the others, and they to it. */
  record Membership(Heartbeat heartbeat, Watch watch) {}

  Lifecycle(
      Membership membership,
      Drainer drainer,
      Admission admission,
      @All List<UnderWay> others,
      Scheduler scheduler) {
    this.heartbeat = membership.heartbeat();
    this.watch = membership.watch();
    this.drainer = drainer;
    this.admission = admission;
    this.others = others;
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
    CompletableFuture<Void> finished = new CompletableFuture<>();
    awaitIdle(Deadline.in(FINISH_WITHIN, scheduler), finished);
    try {
      finished.get(FINISH_WITHIN.toSeconds() + 1, TimeUnit.SECONDS);
      if (hasPublished()) {
        heartbeat.stop().toCompletableFuture().get(5, TimeUnit.SECONDS);
      } else {
        LOG.warn(
            "messages are left for another replica", own(), Member.COUNT.is(admission.underWay()));
      }
      int cutOff = others();
      if (cutOff > 0) {
        LOG.warn(
            "calls of endpoints are cut off, and will be made again",
            own(),
            Member.COUNT.is(cutOff));
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("a replica could not leave the list", own(), Member.CAUSE.is(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Said own() {
    return Member.REPLICA.is(heartbeat.tenure().replica());
  }

  private void awaitIdle(Deadline until, CompletableFuture<Void> finished) {
    if ((hasPublished() && others() == 0) || until.hasPassed()) {
      finished.complete(null);
    } else {
      scheduler.schedule(LOOK_EVERY, () -> awaitIdle(until, finished));
    }
  }

  /** Whether nothing is left that another replica would have to recover. */
  private boolean hasPublished() {
    return admission.underWay() == 0 && drainer.active() == 0;
  }

  private int others() {
    return others.stream().mapToInt(UnderWay::underWay).sum();
  }
}
