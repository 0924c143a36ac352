package dev.postern.lane;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.ledger.Tenure;
import dev.postern.log.Log;
import dev.postern.log.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * This replica's part in draining: finds lanes that wait, takes those that nobody works on, and
 * works on at most {@value #MOST_LANES} at the same time. What is beyond that stays in the index
 * and is found again.
 */
public final class Drainer {
  /** Lanes that one replica drains at the same time. */
  static final int MOST_LANES = 256;

  /**
   * Holdings of others that one replica keeps an eye on; beyond that it forgets and starts anew.
   */
  private static final int MOST_SIGHTINGS = 10_000;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(1);

  /** What is due later than that is left to the index to be found again. */
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  private static final Log LOG = Log.of(Drainer.class);

  /** A holding, and since when on this replica's monotonic clock it has stood still. */
  private record Sighting(Head.Holding holding, long since) {}

  private final DrainMeans means;
  private final Destinations destinations;
  private final Supplier<Tenure> tenures;
  private final Set<LaneId> active = ConcurrentHashMap.newKeySet();
  private final Map<LaneId, Sighting> sightings = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  /**
   * A drainer that does nothing until it is started.
   *
   * @param tenures gives the tenure that is now this replica's
   */
  public Drainer(DrainMeans means, Destinations destinations, Supplier<Tenure> tenures) {
    this.means = means;
    this.destinations = destinations;
    this.tenures = tenures;
  }

  /** Looks for waiting lanes from now on. */
  public void start() {
    look();
  }

  /** Takes no more lanes; those at work end after the message at hand. */
  public void stop() {
    stopped = true;
  }

  /** How many lanes are at work here. */
  public int active() {
    return active.size();
  }

  /** Something was just changed in this lane: a message appended, a block taken away. */
  public void nudge(LaneId lane) {
    destinations.find(lane.destination()).ifPresent(destination -> nudge(lane, destination));
  }

  private void nudge(LaneId lane, Destination destination) {
    if (stopped || active.size() >= MOST_LANES || !active.add(lane)) {
      return;
    }
    // While the broker is down nothing is read for those that could not be sent anyway.
    if (!means.sender().mayTake(destination, lane.toString())) {
      active.remove(lane);
      return;
    }
    drain(lane, destination)
        .whenComplete(
            (end, failure) -> {
              active.remove(lane);
              if (failure != null) {
                failed(lane, failure);
                return;
              }
              end.comeAgain()
                  .filter(wait -> wait.compareTo(REMEMBERED) < 0)
                  .ifPresentOrElse(
                      wait -> again(lane, wait),
                      () -> means.sender().leave(destination, lane.toString()));
            });
  }

  private void failed(LaneId lane, Throwable failure) {
    LOG.warn(
        "a lane could not be drained, and is tried again",
        Member.LANE.is(lane),
        Member.DESTINATION.is(lane.destination()),
        Member.REPLICA.is(tenures.get().replica()),
        Member.CAUSE.is(failure));
    again(lane, AFTER_FAULT);
  }

  private void again(LaneId lane, Duration wait) {
    means.scheduler().schedule(wait, () -> nudge(lane));
  }

  private CompletionStage<Drain.End> drain(LaneId lane, Destination destination) {
    Tenure tenure = tenures.get();
    return means
        .lanes()
        .heads(List.of(lane))
        .thenCompose(
            heads -> {
              Head head = heads.getOrDefault(lane, Head.ABSENT);
              Optional<Drain.End> notNow = reasonToWait(lane, head, tenure);
              return notNow.isPresent()
                  ? CompletableFuture.completedFuture(notNow.get())
                  : take(
                      lane,
                      head,
                      hold -> new Drain.Turn(destination, tenure, hold, () -> stopped),
                      tenure);
            });
  }

  private CompletionStage<Drain.End> take(
      LaneId lane, Head head, Function<Lanes.Hold, Drain.Turn> turn, Tenure tenure) {
    Instant attemptedAt = head.retry().attemptedAt().orElseGet(means.scheduler()::now);
    long began = means.scheduler().ticks();
    return means
        .lanes()
        .take(lane, tenure.replica(), head.holding(), attemptedAt)
        .thenCompose(
            taken ->
                taken
                    .map(hold -> Drain.of(means, turn.apply(hold), head, began).run())
                    .orElseGet(() -> CompletableFuture.completedFuture(Drain.End.FOR_GOOD)));
  }

  /** Empty where this replica may take the lane now. */
  private Optional<Drain.End> reasonToWait(LaneId lane, Head head, Tenure tenure) {
    // A clear lane that is still due was left by a crash before it could be given up.
    boolean nothingToDo = head.isClear() && head.retry().dueAt().isEmpty();
    if (stopped || nothingToDo || head.blockedBy().isPresent() || !tenure.isHeld()) {
      return Optional.of(Drain.End.FOR_GOOD);
    }
    Duration untilDue =
        Duration.between(
            means.scheduler().now(), head.retry().dueAt().orElse(means.scheduler().now()));
    // A person who gave up the first message does not wait for its next attempt.
    if (head.skipped().isEmpty() && !untilDue.isNegative() && !untilDue.isZero()) {
      return Optional.of(new Drain.End(Optional.of(untilDue)));
    }
    boolean others =
        head.holding().holder().filter(holder -> !holder.equals(tenure.replica())).isPresent();
    if (others) {
      Duration left = leaseLeft(lane, head.holding());
      if (!left.isNegative() && !left.isZero()) {
        // Before the next look around, it may be over.
        boolean soon = left.compareTo(LOOK_EVERY) < 0;
        return Optional.of(soon ? new Drain.End(Optional.of(left)) : Drain.End.FOR_GOOD);
      }
    }
    sightings.remove(lane);
    return Optional.empty();
  }

  /** How much of the lease time this holding may still stand still, since it was first seen so. */
  private Duration leaseLeft(LaneId lane, Head.Holding holding) {
    long ticks = means.scheduler().ticks();
    Sighting before = sightings.get(lane);
    if (before != null && before.holding().equals(holding)) {
      return means.times().lease().minusNanos(ticks - before.since());
    }
    if (sightings.size() >= MOST_SIGHTINGS) {
      sightings.clear();
    }
    sightings.put(lane, new Sighting(holding, ticks));
    return means.times().lease();
  }

  private void look() {
    if (stopped) {
      return;
    }
    if (active.size() >= MOST_LANES) {
      // There is no room for what would be found.
      means.scheduler().schedule(LOOK_EVERY, this::look);
      return;
    }
    Instant now = means.scheduler().now();
    CompletableFuture<?>[] looks =
        destinations.all().stream()
            .flatMap(
                destination ->
                    IntStream.range(0, LaneId.DUE_SHARDS)
                        .mapToObj(shard -> means.lanes().due(destination.name(), shard, now)))
            .map(due -> due.thenAccept(lanes -> lanes.forEach(this::nudge)).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    CompletionStage<Void> all = CompletableFuture.allOf(looks);
    all.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            LOG.debug("waiting lanes could not be looked for", Member.CAUSE.is(failure));
          }
          means.scheduler().schedule(LOOK_EVERY, this::look);
        });
  }
}
