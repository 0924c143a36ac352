package dev.postern.message;

/** How strongly a message is published. */
public enum Guarantee implements Worded {
  /** Published once or not at all; one attempt, nothing stored. */
  AT_MOST_ONCE,
  /** Once answered 201 or 202: published at least once, or a dead letter with its reason. */
  AT_LEAST_ONCE,
  /** As at-least-once, and a FIFO queue or topic accepts it once. */
  EXACTLY_ONCE;

  /** Is a record kept, so that the message is retried, replayed and looked up? */
  public boolean isTracked() {
    return this != AT_MOST_ONCE;
  }
}
