package dev.postern.publish;

import dev.postern.lane.Head;
import dev.postern.lane.LaneId;
import dev.postern.lane.Lanes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Which lanes of a batch were clear after its messages had arrived.
 *
 * @param heads of those that have an order; one that could not be read is missing
 */
record ClearLanes(CompletionStage<Map<LaneId, Head>> heads) {
  /** Begins to read now; a failed read says that none is clear. */
  static ClearLanes read(Lanes lanes, List<Candidate> candidates) {
    List<LaneId> ordered =
        candidates.stream().filter(Candidate::isOrdered).map(ClearLanes::lane).distinct().toList();
    return new ClearLanes(
        ordered.isEmpty()
            ? CompletableFuture.completedFuture(Map.of())
            : lanes.heads(ordered).exceptionally(failure -> Map.of()));
  }

  private static LaneId lane(Candidate candidate) {
    return LaneId.of(candidate.destination().name(), candidate.message().group().orElseThrow());
  }

  /** May it be sent at once, as far as its lane goes? */
  CompletionStage<Boolean> isClear(Candidate candidate) {
    return heads.thenApply(
        read ->
            !candidate.isOrdered()
                || Optional.ofNullable(read.get(lane(candidate))).map(Head::isClear).orElse(false));
  }
}
