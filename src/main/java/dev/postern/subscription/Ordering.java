package dev.postern.subscription;

import dev.postern.message.Worded;

/** In which order messages are handed over. */
public enum Ordering implements Worded {
  /** As they come, side by side. */
  NONE,
  /** One at a time in each group, groups side by side, as their FIFO queue has them. */
  GROUP,
  /** One at a time, as their FIFO queue gives them. */
  TOTAL,
  /** One at a time in each group, groups side by side, by their numbers. */
  SEQUENCE,
  /**
   * One at a time of each producer, producers side by side, after all that their producer had seen.
   */
  CAUSAL;

  /** Does a FIFO queue keep it? */
  boolean needsFifo() {
    return this == GROUP || this == TOTAL;
  }

  /** Is it kept by numbers that messages carry? */
  public boolean isNumbered() {
    return this == SEQUENCE || this == CAUSAL;
  }
}
