package dev.postern.destination;

import dev.postern.message.Guarantee;
import dev.postern.message.Worded;

/** Whether callers must name their messages by an idempotency key. */
public enum KeyPolicy implements Worded {
  /** Without a key a message is refused. */
  REQUIRED,
  /** Without a key a message gets a fresh one: a retry after a lost answer is a new message. */
  OPTIONAL,
  /** Without a key the message's fingerprint is its key: equal content is the same message. */
  CONTENT;

  /** Must this caller give a key? Never with at-most-once, which keeps none. */
  public boolean requiresKey(Guarantee guarantee) {
    return this == REQUIRED && guarantee.isTracked();
  }
}
