package dev.postern.subscription;

import dev.postern.message.Unavailable;

/** A queue did not do what it was asked, or did not say so. */
public final class QueueUnavailable extends Unavailable {
  private static final long serialVersionUID = 1L;

  private final boolean applied;

  /**
   * A fault of the queue.
   *
   * @param mayBeApplied false only where it is certain that nothing was done: the connection was
   *     refused, or the request turned away
   */
  public QueueUnavailable(String message, Throwable cause, boolean mayBeApplied) {
    super(message, cause);
    this.applied = mayBeApplied;
  }

  public boolean mayBeApplied() {
    return applied;
  }
}
