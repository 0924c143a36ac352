package dev.postern.ledger;

import dev.postern.message.Unavailable;
import java.util.concurrent.CompletionException;

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

  /** Can a write whose stage failed so have been done? In doubt it can. */
  public static boolean mayBeApplied(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return !(cause instanceof StoreUnavailable known) || known.mayBeApplied();
  }
}
