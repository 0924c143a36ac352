package dev.postern.subscription;

/** Too many wait for messages of a subscription at this replica; nothing was done. */
public final class Overcrowded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Overcrowded() {
    // Expected, and answered without its stack: none is recorded.
    super("too many wait for messages", null, false, false);
  }
}
