package dev.postern.publish;

import dev.postern.destination.Destination;
import dev.postern.ledger.Progress;
import dev.postern.ledger.Record;
import java.time.Instant;

/**
 * Is told what publishing comes to, for whoever counts it: the store alone can't tell a message
 * that was taken before from a write of its own that is repeated after a lost answer.
 *
 * <p>Told once of each; must neither block nor throw, and changes nothing.
 */
public interface Witness {
  /** Tells nobody. */
  Witness NONE =
      new Witness() {
        @Override
        public void accepted(Destination destination) {}

        @Override
        public void settled(
            Destination destination, Record record, Progress progress, Instant since) {}

        @Override
        public void answered(Destination destination, Answer answer) {}
      };

  /** A message is durable, and this replica is at it. */
  void accepted(Destination destination);

  /**
   * How far this replica has brought a message that it accepted is written in its journal.
   *
   * @param since when there was something to write
   */
  void settled(Destination destination, Record record, Progress progress, Instant since);

  /** A caller is told this. */
  void answered(Destination destination, Answer answer);
}
