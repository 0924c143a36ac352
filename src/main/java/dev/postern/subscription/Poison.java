package dev.postern.subscription;

import dev.postern.message.Worded;

/** Why a message is a dead letter of a subscription. */
public enum Poison implements Worded {
  /** It was handed over as often as the subscription allows. */
  DELIVERIES_EXHAUSTED,
  /** Its consumer said that it will never take it. */
  REJECTED,
  /** It can't be read as what it says it is. */
  UNREADABLE,
  /**
   * It has no place in the order: no number, one that another message has, or one that was passed
   * by before it came. Nothing waits for it.
   */
  OUT_OF_ORDER
}
