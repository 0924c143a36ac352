package dev.postern.observe;

import dev.postern.destination.Destination;
import dev.postern.ledger.Progress;
import dev.postern.ledger.Record;
import dev.postern.message.DestinationName;
import dev.postern.publish.Answer;
import dev.postern.publish.Witness;
import java.time.Instant;

/** Counts what is accepted, settled, repeated and turned away. Thread-safe. */
record CountingWitness(Meters meters) implements Witness {
  @Override
  public void accepted(Destination destination) {
    Passing.look(() -> meters.accepted(destination.name()).increment());
  }

  @Override
  public void settled(Destination destination, Record record, Progress progress, Instant since) {
    Meters.Settled result =
        progress.fold(outcome -> Meters.Settled.PUBLISHED, () -> Meters.Settled.HANDED_OVER);
    Passing.look(() -> meters.settled(destination.name(), result).increment());
  }

  @Override
  public void answered(Destination destination, Answer answer) {
    Passing.look(() -> count(destination.name(), answer));
  }

  private void count(DestinationName name, Answer answer) {
    answer.accept(
        new Answer.Reader<Void>() {
          @Override
          public Void tracked(Answer.Tracked tracked) {
            if (tracked.replayed()) {
              meters.duplicates(name, Meters.Duplicate.REPLAYED).increment();
            }
            return null;
          }

          @Override
          public Void keyReused(Answer.KeyReused reused) {
            meters.duplicates(name, Meters.Duplicate.KEY_REUSED).increment();
            return null;
          }

          @Override
          public Void unexpected(Answer.Unexpected unexpected) {
            return null;
          }

          @Override
          public Void overloaded(Answer.Overloaded overloaded) {
            meters.overloaded(name).increment();
            return null;
          }

          @Override
          public Void storeFailed(Answer.StoreFailed failed) {
            return null;
          }

          @Override
          public Void sent(Answer.Sent sent) {
            return null;
          }

          @Override
          public Void notPublished(Answer.NotPublished not) {
            return null;
          }

          @Override
          public Void notKnown(Answer.NotKnown not) {
            return null;
          }
        });
  }
}
