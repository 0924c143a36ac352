package dev.postern.subscription;

import java.util.OptionalInt;

/**
 * Why a delivery failed.
 *
 * @param status the HTTP status that an endpoint answered, if it did
 * @param error in one line, at most {@value #MOST_CHARACTERS} characters
 */
public record Failure(OptionalInt status, String error) {
  /** Enough to say what went wrong. */
  public static final int MOST_CHARACTERS = 500;

  public Failure {
    error = error.length() > MOST_CHARACTERS ? error.substring(0, MOST_CHARACTERS) : error;
  }

  public static Failure of(String error) {
    return new Failure(OptionalInt.empty(), error);
  }
}
