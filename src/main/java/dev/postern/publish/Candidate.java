package dev.postern.publish;

import dev.postern.broker.Envelope;
import dev.postern.destination.Destination;
import dev.postern.flow.Deadline;
import dev.postern.message.Fingerprint;
import dev.postern.message.KeyHash;
import dev.postern.message.Message;
import java.util.OptionalLong;

/**
 * A checked message on its way to be accepted.
 *
 * @param expected what must be the last number of its group, if anything must
 */
record Candidate(
    Destination destination, KeyHash key, Prepared prepared, OptionalLong expected, Times times) {

  /** A message and what was computed from it once. */
  record Prepared(Message message, Fingerprint fingerprint, Envelope envelope) {}

  /**
   * A caller's times, on the monotonic clock.
   *
   * @param atOnce the caller wants its answer as soon as the message is durable
   * @param waitUntil when it wants the answer at the latest, published or not
   * @param sendUntil until when the first attempts may begin
   * @param giveUpAt when it is told that the store has failed
   */
  record Times(boolean atOnce, Deadline waitUntil, Deadline sendUntil, Deadline giveUpAt) {}

  Message message() {
    return prepared.message();
  }

  /** May it take the number after this one? */
  boolean expects(long last) {
    return expected.isEmpty() || expected.getAsLong() == last;
  }

  boolean isOrdered() {
    return destination.isOrdered();
  }
}
