package dev.postern.order;

import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import java.util.Optional;

/**
 * A message that waits in a track.
 *
 * @param queueId SQS's own id of the copy that was parked
 * @param flaw what is wrong with it, where it is to die of that
 */
public record Entry(
    TrackId track, Spot spot, Inbound message, String queueId, Optional<Arrival.Flaw> flaw) {
  /** Bytes of body and attributes, beyond which an entry may be stored in several items. */
  public static final int MOST_IN_ONE = 300 * 1024;

  /**
   * What an entry is removed by.
   *
   * @param large whether it may be stored in several items
   */
  public record Ref(TrackId track, Spot spot, boolean large) {}

  public Ref ref() {
    return new Ref(track, spot, message.size() > MOST_IN_ONE);
  }

  /** Its message only: payloads do not belong into logs. */
  @Override
  public String toString() {
    return message + " at " + spot.text() + " of " + track;
  }
}
