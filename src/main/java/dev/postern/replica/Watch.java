package dev.postern.replica;

import dev.postern.flow.Scheduler;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Replicas;
import dev.postern.ledger.Tenure;
import dev.postern.log.Log;
import dev.postern.log.Member;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Watches the other replicas: one whose counter stands still for the lease time, by this replica's
 * own monotonic clock, is dead, and is claimed and recovered.
 *
 * <p>Where the list can't be read, nobody could have shown itself alive either: the watching begins
 * anew.
 */
final class Watch {
  private static final Log LOG = Log.of(Watch.class);

  /** Between two tries of what names destinations that are not configured here. */
  private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

  /** A replica as it was seen, and since when it has looked like that. */
  private record Sighting(Replicas.Member member, long since) {}

  /** How often to look, and when who does not move is dead. */
  record Pace(Duration every, Duration lease) {
    private static final Duration MOST = Duration.ofSeconds(1);

    /** As often as a heartbeat, and so often that a death is seen soon. */
    static Pace of(Duration heartbeat, Duration lease) {
      return new Pace(heartbeat.compareTo(MOST) < 0 ? heartbeat : MOST, lease);
    }
  }

  private final Replicas replicas;
  private final Recovery recovery;
  private final Scheduler scheduler;
  private final Supplier<Tenure> tenures;
  private final Pace pace;

  // Touched by one look at a time.
  private Map<ReplicaId, Sighting> sightings = new HashMap<>();
  private final Map<ReplicaId, Long> left = new HashMap<>();
  private volatile boolean stopped;

  Watch(
      Replicas replicas,
      Recovery recovery,
      Scheduler scheduler,
      Supplier<Tenure> tenures,
      Pace pace) {
    this.replicas = replicas;
    this.recovery = recovery;
    this.scheduler = scheduler;
    this.tenures = tenures;
    this.pace = pace;
  }

  void start() {
    look();
  }

  void stop() {
    stopped = true;
  }

  private void look() {
    if (stopped) {
      return;
    }
    replicas
        .all()
        .thenCompose(this::claimDead)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.debug("the replicas could not be watched", Member.CAUSE.is(failure));
                sightings = new HashMap<>();
              }
              scheduler.schedule(untilNextLook(), this::look);
            });
  }

  /** The usual time, or until one that has stood still for nearly the lease time may be dead. */
  private Duration untilNextLook() {
    long now = scheduler.ticks();
    return sightings.values().stream()
        .map(sighting -> pace.lease().minusNanos(now - sighting.since()))
        .filter(left -> !left.isNegative() && !left.isZero())
        .filter(left -> left.compareTo(pace.every()) < 0)
        .min(Duration::compareTo)
        .orElse(pace.every());
  }

  private CompletionStage<Void> claimDead(List<Replicas.Member> members) {
    Tenure tenure = tenures.get();
    long now = scheduler.ticks();
    Map<ReplicaId, Sighting> seen = new HashMap<>();
    for (Replicas.Member member : members) {
      Sighting before = sightings.get(member.id());
      boolean still = before != null && before.member().equals(member);
      seen.put(member.id(), still ? before : new Sighting(member, now));
    }
    sightings = seen;
    left.keySet().retainAll(seen.keySet());
    Set<ReplicaId> alive = alive(members, now);
    CompletionStage<Void> each = CompletableFuture.completedFuture(null);
    for (Replicas.Member member : members) {
      boolean own = member.id().equals(tenure.replica());
      boolean isDead = !own && !alive.contains(member.id());
      if (isDead && !isLeft(member.id(), now) && isNobodysCare(member, alive, tenure)) {
        each = each.thenCompose(done -> claim(member, tenure));
      }
    }
    return each;
  }

  /** What could not be finished here a moment ago can't be now. */
  private boolean isLeft(ReplicaId dead, long now) {
    return left.containsKey(dead) && now - left.get(dead) < TRY_AGAIN.toNanos();
  }

  /** Those that are claimed by nobody and have moved within the lease time. */
  private Set<ReplicaId> alive(List<Replicas.Member> members, long now) {
    Set<ReplicaId> alive = new HashSet<>();
    for (Replicas.Member member : members) {
      long stillFor = now - sightings.get(member.id()).since();
      if (member.claimedBy().isEmpty() && stillFor < pace.lease().toNanos()) {
        alive.add(member.id());
      }
    }
    return alive;
  }

  /** Whoever claimed it is at it, unless that one is dead, claimed or gone itself. */
  private static boolean isNobodysCare(
      Replicas.Member member, Set<ReplicaId> alive, Tenure tenure) {
    return member
        .claimedBy()
        .map(claimant -> claimant.equals(tenure.replica()) || !alive.contains(claimant))
        .orElse(true);
  }

  private CompletionStage<Void> claim(Replicas.Member dead, Tenure tenure) {
    if (!tenure.isHeld()) {
      return CompletableFuture.completedFuture(null);
    }
    return replicas
        .claim(dead, tenure.replica())
        .thenCompose(
            claimed -> {
              if (!claimed) {
                return CompletableFuture.completedFuture(null);
              }
              LOG.warn(
                  "a replica is dead, and is being recovered",
                  Member.DEAD_REPLICA.is(dead.id()),
                  Member.REPLICA.is(tenure.replica()));
              return recovery
                  .recover(dead, tenure.replica())
                  .thenAccept(
                      whole -> {
                        if (!whole) {
                          left.put(dead.id(), scheduler.ticks());
                        }
                      });
            });
  }
}
