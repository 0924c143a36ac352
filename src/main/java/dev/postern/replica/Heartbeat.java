package dev.postern.replica;

import dev.postern.flow.Scheduler;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Replicas;
import dev.postern.ledger.Tenure;
import dev.postern.log.Log;
import dev.postern.log.Member;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Shows the other replicas that this one is alive.
 *
 * <p>A replica that finds itself gone from the list, or claimed, was declared dead: whatever it
 * still holds is another's, so it starts over with a new id. Where the store does not answer, the
 * tenure runs out by itself and comes back with the next heartbeat that arrives, if nobody claimed
 * it meanwhile.
 */
public final class Heartbeat {
  private static final Log LOG = Log.of(Heartbeat.class);

  /** Until it is in the list a replica can do nothing: it tries more often. */
  private static final Duration UNTIL_ENTERED = Duration.ofMillis(200);

  private final Replicas replicas;
  private final Scheduler scheduler;
  private final Duration every;
  private final Duration goodFor;

  private volatile Tenure tenure;
  private volatile boolean entered;
  private volatile boolean stopped;

  /** When the last heartbeat that arrived was begun, under whatever id. */
  private volatile Optional<Long> lastArrived = Optional.empty();

  private volatile boolean silent;

  Heartbeat(Replicas replicas, Scheduler scheduler, Duration every, Duration lease) {
    this.replicas = replicas;
    this.scheduler = scheduler;
    this.every = every;
    // A tenth less, for clocks that do not run alike.
    this.goodFor = lease.multipliedBy(9).dividedBy(10);
    this.tenure = freshTenure();
  }

  private Tenure freshTenure() {
    return new Tenure(ReplicaId.fresh(scheduler.random()), goodFor, scheduler);
  }

  /** The tenure that is now this replica's. */
  public Tenure tenure() {
    return tenure;
  }

  /** How long ago the last heartbeat was begun that has arrived; nothing before the first. */
  public Optional<Duration> age() {
    return lastArrived.map(began -> Duration.ofNanos(scheduler.ticks() - began));
  }

  void start() {
    beat();
  }

  /** Takes this replica out of the list; what it still holds must have been handed over before. */
  CompletionStage<Boolean> stop() {
    stopped = true;
    tenure.revoke();
    return replicas.leave(tenure.replica());
  }

  private void beat() {
    if (stopped) {
      return;
    }
    Tenure beating = tenure;
    long began = scheduler.ticks();
    CompletionStage<Boolean> beaten =
        entered
            ? replicas.beat(beating.replica(), beating.lowWater())
            : replicas.enter(beating.replica()).thenApply(done -> true);
    beaten.whenComplete(
        (own, failure) -> {
          if (failure != null) {
            missed(beating, failure);
          } else if (own && !beating.isRevoked()) {
            if (!entered) {
              LOG.info("a replica entered the list", Member.REPLICA.is(beating.replica()));
            }
            entered = true;
            beating.renewed(began);
            arrived(beating, began);
          } else {
            startOver(beating);
          }
          scheduler.schedule(entered ? every : UNTIL_ENTERED, this::beat);
        });
  }

  private void arrived(Tenure beating, long began) {
    lastArrived = Optional.of(began);
    if (silent) {
      silent = false;
      LOG.info(
          "a heartbeat arrived again, and the replica sends again",
          Member.REPLICA.is(beating.replica()));
    }
  }

  private void missed(Tenure beating, Throwable failure) {
    LOG.debug(
        "a heartbeat did not arrive",
        Member.REPLICA.is(beating.replica()),
        Member.CAUSE.is(failure));
    if (!silent && !beating.isHeld()) {
      age()
          .ifPresent(
              age -> {
                silent = true;
                LOG.warn(
                    "no heartbeat has arrived for too long, and the replica sends nothing until"
                        + " one does",
                    Member.REPLICA.is(beating.replica()),
                    Member.AGE_MS.is(age.toMillis()),
                    Member.CAUSE.is(failure));
              });
    }
  }

  private void startOver(Tenure lost) {
    lost.revoke();
    Tenure next = freshTenure();
    LOG.warn(
        "a replica was declared dead, and starts over",
        Member.DEAD_REPLICA.is(lost.replica()),
        Member.REPLICA.is(next.replica()));
    entered = false;
    tenure = next;
  }
}
