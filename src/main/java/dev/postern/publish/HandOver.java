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
import java.util.concurrent.CompletionStage;

/** Puts messages into their lanes, however often it takes. */
record HandOver(Ledger ledger, Appender appender, Drainer drainer, Insistence insistence) {
  /**
   * Ends once the message stands in its lane; it may then be answered 202.
   *
   * @param unknownSince when the first attempt began that the broker may have accepted
   */
  CompletionStage<Void> give(
      Tenure tenure, Destination destination, Record record, Optional<Instant> unknownSince) {
    LaneId lane = LaneId.of(destination, record.id(), record.message());
    LaneEntry.Waiting entry = new LaneEntry.Waiting(record.id(), unknownSince);
    return insistence
        // First of all the record must not run out while it waits.
        .on(tenure, () -> ledger.hold(record.id()))
        .thenCompose(held -> insistence.on(tenure, () -> appender.append(lane, entry)))
        .thenAccept(number -> drainer.nudge(lane));
  }
}
