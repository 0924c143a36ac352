package dev.postern.subscription;

import dev.postern.message.Bytes;
import java.util.Base64;

/**
 * A secret that messages to an endpoint are signed with: {@code whsec_} and 24 to 64 bytes in
 * base64 (Standard Webhooks).
 */
public record Secret(Bytes key) {
  private static final String PREFIX = "whsec_";

  public Secret {
    if (key.size() < 24 || key.size() > 64) {
      throw new IllegalArgumentException("must have 24 to 64 bytes, not " + key.size());
    }
  }

  /**
   * The secret of that text.
   *
   * @throws IllegalArgumentException saying what is allowed, never the text
   */
  public static Secret of(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("must begin with " + PREFIX);
    }
    try {
      return new Secret(new Bytes(Base64.getDecoder().decode(text.substring(PREFIX.length()))));
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException(
          "must be " + PREFIX + " and 24 to 64 bytes in base64", notBase64);
    }
  }

  /** Not itself: secrets do not belong into logs. */
  @Override
  public String toString() {
    return "secret";
  }
}
