package dev.postern.ledger;

import dev.postern.message.Unavailable;

/** The store did not do what it was asked, or did not say so. */
public final class StoreUnavailable extends Unavailable {
  private static final long serialVersionUID = 1L;

  private final boolean applied;

  /**
   * A fault of the store.
   *
   * @param mayBeApplied false only where it is certain that nothing was written: the connection was
   *     refused, or the request turned away
   */
  public StoreUnavailable(String message, Throwable cause, boolean mayBeApplied) {
    super(message, cause);
    this.applied = mayBeApplied;
  }

  public boolean mayBeApplied() {
    return applied;
  }
}
