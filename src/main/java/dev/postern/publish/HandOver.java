package dev.postern.publish;

import dev.postern.destination.Destination;
import dev.postern.lane.Appender;
import dev.postern.lane.Drainer;
import dev.postern.lane.LaneEntry;
import dev.postern.lane.LaneId;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.Record;
import dev.postern.ledger.Tenure;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Puts messages into their lanes, however often it takes. */
record HandOver(Ledger ledger, Appender appender, Drainer drainer, Insistence insistence) {
  /**
   * Ends once the message stands in its lane, where it may be answered 202. False, and it is not
   * put there, where its record is gone, another message's, or has its outcome.
   *
   * @param unknownSince when the first attempt began that the broker may have accepted
   */
  CompletionStage<Boolean> give(
      Tenure tenure, Destination destination, Record record, Optional<Instant> unknownSince) {
    LaneId lane = LaneId.of(destination, record.id(), record.message());
    LaneEntry.Waiting entry = new LaneEntry.Waiting(record.id(), unknownSince);
    return insistence
        // First of all the record must not run out while it waits.
        .on(tenure, () -> ledger.hold(record.id()))
        .thenCompose(
            held ->
                held
                    ? insistence
                        .on(tenure, () -> appender.append(lane, entry))
                        .thenApply(number -> stands(lane))
                    : CompletableFuture.completedFuture(false));
  }

  private boolean stands(LaneId lane) {
    drainer.nudge(lane);
    return true;
  }
}
