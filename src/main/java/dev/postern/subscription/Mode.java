package dev.postern.subscription;

import dev.postern.message.Worded;

/** How messages come to their consumer. */
public enum Mode implements Worded {
  /** The consumer asks for them. */
  PULL,
  /** They are sent to the consumer's endpoint. */
  PUSH
}
