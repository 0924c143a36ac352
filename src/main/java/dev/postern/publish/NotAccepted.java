package dev.postern.publish;

/** It is certain that nothing of the message was written, and it is not tried any more. */
final class NotAccepted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Given up.
   *
   * @param reason why the last try failed
   */
  NotAccepted(Throwable reason) {
    super(Insistence.cause(reason).getMessage(), Insistence.cause(reason));
  }

  static boolean isCauseOf(Throwable failure) {
    return Insistence.cause(failure) instanceof NotAccepted;
  }
}
