package dev.postern.publish;

import java.util.concurrent.CompletionException;

/** It is certain that nothing of the message was written, and it is not tried any more. */
final class NotAccepted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Given up.
   *
   * @param reason why the last try failed
   */
  NotAccepted(Throwable reason) {
    super(unwrapped(reason).getMessage(), unwrapped(reason));
  }

  static boolean isCauseOf(Throwable failure) {
    return unwrapped(failure) instanceof NotAccepted;
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }
}
