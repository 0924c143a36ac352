package dev.postern.order;

import dev.postern.message.SubscriptionName;

/**
 * Names a track.
 *
 * @param key the group or the producer whose messages are kept in order; empty where there is none
 */
public record TrackId(SubscriptionName subscription, String key) {
  /** How many places of the index a subscription's tracks are spread over. */
  public static final int DUE_SHARDS = 8;

  /** Where it is found while there is something to be done. */
  public int dueShard() {
    return Math.floorMod(key.hashCode(), DUE_SHARDS);
  }

  @Override
  public String toString() {
    return subscription + "#" + key;
  }
}
