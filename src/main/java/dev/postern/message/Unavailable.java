package dev.postern.message;

/**
 * What was asked can't be said or done at the moment, for no fault of the one who asked. It may
 * have been done; to ask again is safe and all there is to do.
 */
public abstract class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected Unavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
