package dev.postern.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 over a list of parts, each preceded by its length, so that no two different lists are
 * digested alike.
 */
final class Digest {
  private final MessageDigest sha256;

  Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Digest part(byte[] bytes) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      sha256.update((byte) (bytes.length >>> shift));
    }
    sha256.update(bytes);
    return this;
  }

  Digest part(String text) {
    return part(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    return sha256.digest();
  }
}
