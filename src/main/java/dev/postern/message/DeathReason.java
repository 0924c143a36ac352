package dev.postern.message;

/** Why a message is a dead letter. */
public enum DeathReason implements Worded {
  /** The broker said for good that it does not take this message. */
  REFUSED,
  /** It was tried as often as its destination allows. */
  ATTEMPTS_EXHAUSTED,
  /** It grew older than its destination allows. */
  AGE_EXHAUSTED,
  /**
   * An attempt may have been accepted, and the broker no longer remembers: to try again could
   * publish it twice, which exactly-once forbids.
   */
  OUTCOME_UNKNOWN,
  /** A person gave it up so that its group goes on. */
  SKIPPED
}
