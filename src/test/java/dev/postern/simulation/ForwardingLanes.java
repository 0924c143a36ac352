package dev.postern.simulation;

import dev.postern.lane.Head;
import dev.postern.lane.LaneEntry;
import dev.postern.lane.LaneId;
import dev.postern.lane.Lanes;
import dev.postern.ledger.ReplicaId;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;

/** Hands everything on; for those who look at or change one thing only. */
class ForwardingLanes implements Lanes {
  private final Lanes to;

  ForwardingLanes(Lanes to) {
    this.to = to;
  }

  @Override
  public CompletionStage<Map<LaneId, Head>> heads(Collection<LaneId> lanes) {
    return to.heads(lanes);
  }

  @Override
  public CompletionStage<Long> reserve(LaneId lane, Instant now) {
    return to.reserve(lane, now);
  }

  @Override
  public CompletionStage<Optional<LaneEntry>> put(LaneId lane, long number, LaneEntry entry) {
    return to.put(lane, number, entry);
  }

  @Override
  public CompletionStage<Optional<Hold>> take(
      LaneId lane, ReplicaId taker, Head.Holding seen, Instant attemptedAt) {
    return to.take(lane, taker, seen, attemptedAt);
  }

  @Override
  public CompletionStage<SortedMap<Long, LaneEntry>> entries(LaneId lane, long from, int most) {
    return to.entries(lane, from, most);
  }

  @Override
  public CompletionStage<Boolean> renew(Hold hold) {
    return to.renew(hold);
  }

  @Override
  public CompletionStage<Void> markUnknown(LaneId lane, long number, Instant since) {
    return to.markUnknown(lane, number, since);
  }

  @Override
  public CompletionStage<Boolean> postpone(Hold hold, Head.Retry retry) {
    return to.postpone(hold, retry);
  }

  @Override
  public CompletionStage<Boolean> advance(Hold hold, long done, Instant attemptedAt) {
    return to.advance(hold, done, attemptedAt);
  }

  @Override
  public CompletionStage<Boolean> block(Hold hold, MessageId by) {
    return to.block(hold, by);
  }

  @Override
  public CompletionStage<Boolean> leave(Hold hold) {
    return to.leave(hold);
  }

  @Override
  public CompletionStage<Boolean> release(Hold hold, long tail, Instant now) {
    return to.release(hold, tail, now);
  }

  @Override
  public CompletionStage<Void> remove(LaneId lane, long number) {
    return to.remove(lane, number);
  }

  @Override
  public CompletionStage<List<LaneId>> due(DestinationName destination, int dueShard, Instant by) {
    return to.due(destination, dueShard, by);
  }

  @Override
  public CompletionStage<Void> bury(DeadLetter letter) {
    return to.bury(letter);
  }
}
