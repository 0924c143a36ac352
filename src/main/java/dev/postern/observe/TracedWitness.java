package dev.postern.observe;

import dev.postern.destination.Destination;
import dev.postern.ledger.Progress;
import dev.postern.ledger.Record;
import dev.postern.publish.Answer;
import dev.postern.publish.Witness;
import java.time.Instant;
import java.util.Optional;

/**
 * Traces how the end of a message reaches the journal: from when there was something to write until
 * it is written, however often that took. Thread-safe.
 */
record TracedWitness(Witness witness, Traces traces) implements Witness {
  @Override
  public void accepted(Destination destination) {
    witness.accepted(destination);
  }

  @Override
  public void settled(Destination destination, Record record, Progress progress, Instant since) {
    witness.settled(destination, record, progress, since);
    Passing.look(
        () ->
            Traces.end(
                traces.begin(
                    Traces.Operation.SETTLE, TracedLedger.subject(record), Optional.of(since)),
                progress.fold(TracedLedger::word, () -> "handed-over")));
  }

  @Override
  public void answered(Destination destination, Answer answer) {
    witness.answered(destination, answer);
  }
}
