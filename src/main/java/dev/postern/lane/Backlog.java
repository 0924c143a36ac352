package dev.postern.lane;

import dev.postern.destination.Destination;
import dev.postern.flow.Scheduler;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much waits at a destination: counted from the heads of the lanes that the index knows, at
 * most once in {@value #SECONDS} seconds, and never more than {@value #MOST_LANES} of each of its
 * parts. Thread-safe; never blocks.
 */
public final class Backlog {
  private static final int SECONDS = 10;
  private static final int MOST_LANES = 100;

  /**
   * What waits.
   *
   * @param depth messages, at most
   * @param blockedGroups of them, those that wait for a person
   * @param oldest when the oldest of those that are first in line was accepted
   * @param complete false where more lanes wait than are counted: it is at least that much
   */
  public record Count(long depth, int blockedGroups, Optional<Instant> oldest, boolean complete) {
    static final Count NOTHING = new Count(0, 0, Optional.empty(), true);

    Count plus(Count other) {
      return new Count(
          depth + other.depth,
          blockedGroups + other.blockedGroups,
          Verdict.earlier(oldest, other.oldest),
          complete && other.complete);
    }
  }

  private record Counted(CompletableFuture<Count> count, long at) {}

  private final Lanes lanes;
  private final ByHand byHand;
  private final Scheduler scheduler;
  private final Map<DestinationName, Counted> counted = new ConcurrentHashMap<>();

  public Backlog(Lanes lanes, ByHand byHand, Scheduler scheduler) {
    this.lanes = lanes;
    this.byHand = byHand;
    this.scheduler = scheduler;
  }

  /** What waits here, as of at most {@value #SECONDS} seconds ago; fails where the store does. */
  public CompletionStage<Count> of(Destination destination) {
    return counted
        .compute(
            destination.name(),
            (name, before) ->
                before != null && isFresh(before)
                    ? before
                    : new Counted(count(name).toCompletableFuture(), scheduler.ticks()))
        .count();
  }

  /** For how long the oldest of a count has waited by now. */
  public Optional<Duration> oldestAge(Count count) {
    return count
        .oldest()
        .map(at -> Duration.between(at, scheduler.now()))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }

  private boolean isFresh(Counted before) {
    return !before.count().isCompletedExceptionally()
        && scheduler.ticks() - before.at() < Duration.ofSeconds(SECONDS).toNanos();
  }

  private CompletionStage<Count> count(DestinationName destination) {
    CompletionStage<Count> sum = CompletableFuture.completedFuture(Count.NOTHING);
    for (ByHand.Shelf shelf : ByHand.Shelf.all(destination)) {
      CompletionStage<Count> one = count(shelf);
      sum = sum.thenCombine(one, Count::plus);
    }
    return sum;
  }

  private CompletionStage<Count> count(ByHand.Shelf shelf) {
    return byHand
        .shelved(shelf, Optional.empty(), MOST_LANES)
        .thenCompose(
            places -> {
              if (places.isEmpty()) {
                return CompletableFuture.completedFuture(Count.NOTHING);
              }
              List<LaneId> found = places.stream().map(ByHand.Place::lane).toList();
              boolean complete = places.size() < MOST_LANES;
              return lanes
                  .heads(found)
                  .thenCompose(
                      heads ->
                          WaitingGroups.firsts(byHand, heads)
                              .thenApply(
                                  firsts -> count(heads.values(), firsts.values(), complete)));
            });
  }

  private static Count count(
      Collection<Head> heads, Collection<LaneEntry> firsts, boolean complete) {
    return new Count(
        heads.stream().mapToLong(Head::depth).sum(),
        (int) heads.stream().filter(head -> head.blockedBy().isPresent()).count(),
        firsts.stream()
            .flatMap(entry -> Group.message(entry).stream())
            .map(MessageId::acceptedAt)
            .min(Instant::compareTo),
        complete);
  }
}
