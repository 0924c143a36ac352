package dev.postern.subscription;

/** What came of telling the outcome of a hand-over. */
public enum Settled {
  /** It counts. */
  DONE,
  /** It was told before. */
  USED,
  /** The message was the consumer's for so long only, and is so no longer; nothing was done. */
  EXPIRED,
  /** The message was handed over again since, and that one's outcome counts; nothing was done. */
  SUPERSEDED,
  /** It may count or not: to tell it again is safe. */
  UNKNOWN;

  /** What the queue says of a message that nothing else is known of. */
  static Settled of(Inbox.Done done) {
    return switch (done) {
      case DONE -> DONE;
      case GONE -> EXPIRED;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
