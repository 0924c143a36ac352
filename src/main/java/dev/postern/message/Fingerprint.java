package dev.postern.message;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * SHA-256 over payload, content type, group, delay and attributes, in base64url without padding.
 *
 * <p>Two messages under one key are the same if their fingerprints are.
 */
public record Fingerprint(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  public Fingerprint {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a fingerprint: " + value);
    }
  }

  static Fingerprint of(Digest digest) {
    return new Fingerprint(Base64.getUrlEncoder().withoutPadding().encodeToString(digest.bytes()));
  }

  @Override
  public String toString() {
    return value;
  }
}
