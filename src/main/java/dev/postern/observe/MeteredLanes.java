package dev.postern.observe;

import dev.postern.lane.Head;
import dev.postern.lane.LaneEntry;
import dev.postern.lane.LaneId;
import dev.postern.lane.Lanes;
import dev.postern.ledger.ReplicaId;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;

/**
 * Counts what goes into lanes, what holds them up and what dies in them, and tells of each death.
 * One that is listed again, since a fault came in between, counts again. Thread-safe.
 */
record MeteredLanes(Lanes lanes, Meters meters, BatchLog log) implements Lanes {
  @Override
  public CompletionStage<Long> reserve(LaneId lane, Instant now) {
    return Passing.results(
        lanes.reserve(lane, now), number -> meters.appended(lane.destination()).increment());
  }

  @Override
  public CompletionStage<Boolean> postpone(Hold hold, Head.Retry retry) {
    return Passing.results(
        lanes.postpone(hold, retry),
        postponed -> {
          if (postponed) {
            meters.postponed(hold.lane().destination()).increment();
          }
        });
  }

  @Override
  public CompletionStage<Boolean> block(Hold hold, MessageId by) {
    return Passing.results(
        lanes.block(hold, by),
        blocked -> {
          if (blocked) {
            meters.blocked(hold.lane().destination()).increment();
          }
        });
  }

  @Override
  public CompletionStage<Void> bury(DeadLetter letter) {
    return Passing.results(
        lanes.bury(letter),
        buried -> {
          Outcome.Dead dead = letter.outcome();
          meters.deadLetters(letter.destination(), dead.reason()).increment();
          log.failure(
              () ->
                  new WideLine("dead letter")
                      .messages(List.of(letter.message()))
                      .destination(letter.destination())
                      .groups(List.of(letter.group()))
                      .attempts(List.of(dead.attempts()))
                      .outcomes(List.of(dead.reason().word()))
                      .latency(Duration.between(letter.message().acceptedAt(), dead.at())));
        });
  }

  @Override
  public CompletionStage<Map<LaneId, Head>> heads(Collection<LaneId> asked) {
    return lanes.heads(asked);
  }

  @Override
  public CompletionStage<Optional<LaneEntry>> put(LaneId lane, long number, LaneEntry entry) {
    return lanes.put(lane, number, entry);
  }

  @Override
  public CompletionStage<Optional<Hold>> take(
      LaneId lane, ReplicaId taker, Head.Holding seen, Instant attemptedAt) {
    return lanes.take(lane, taker, seen, attemptedAt);
  }

  @Override
  public CompletionStage<SortedMap<Long, LaneEntry>> entries(LaneId lane, long from, int most) {
    return lanes.entries(lane, from, most);
  }

  @Override
  public CompletionStage<Boolean> renew(Hold hold) {
    return lanes.renew(hold);
  }

  @Override
  public CompletionStage<Void> markUnknown(LaneId lane, long number, Instant since) {
    return lanes.markUnknown(lane, number, since);
  }

  @Override
  public CompletionStage<Boolean> advance(Hold hold, long done, Instant attemptedAt) {
    return lanes.advance(hold, done, attemptedAt);
  }

  @Override
  public CompletionStage<Boolean> release(Hold hold, long tail, Instant now) {
    return lanes.release(hold, tail, now);
  }

  @Override
  public CompletionStage<Boolean> leave(Hold hold) {
    return lanes.leave(hold);
  }

  @Override
  public CompletionStage<Void> strike(LaneId lane, long number, LaneEntry.Tombstone tombstone) {
    return lanes.strike(lane, number, tombstone);
  }

  @Override
  public CompletionStage<Void> remove(LaneId lane, long number) {
    return lanes.remove(lane, number);
  }

  @Override
  public CompletionStage<List<LaneId>> due(DestinationName destination, int dueShard, Instant by) {
    return lanes.due(destination, dueShard, by);
  }
}
