package dev.postern.console;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes text unreadable, and impossible to make or to change, for everyone without the key, until a
 * time: AES-256 in GCM. A sealed text is base64url, without padding, of a nonce, 12 bytes; and of
 * the end in milliseconds and the text, both encrypted, with a tag of 16 bytes.
 *
 * <p>Thread-safe.
 */
final class Seal {
  static final int LEAST_KEY_BYTES = 32;

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int LEAST_BYTES = NONCE + Long.BYTES + TAG_BITS / Byte.SIZE;

  /** Longer than any that is made of what {@link Sessions} takes. */
  private static final int MOST_CHARACTERS = 2_048;

  private final SecretKeySpec key;
  private final SecureRandom random;

  /**
   * A seal with this key.
   *
   * @param secret of at least {@value #LEAST_KEY_BYTES} bytes
   * @param random of nonces, of which no two may be the same
   */
  Seal(byte[] secret, SecureRandom random) {
    if (secret.length < LEAST_KEY_BYTES) {
      throw new IllegalArgumentException("must have at least " + LEAST_KEY_BYTES + " bytes");
    }
    this.key = new SecretKeySpec(sha256(secret), "AES");
    this.random = random;
  }

  /** The text, sealed until then. */
  String close(String text, Instant until) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer open =
        ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(until.toEpochMilli()).put(bytes);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(open.array());
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES in GCM", e);
    }
  }

  /** What was sealed, unless this was not, not by this key, or only until an earlier time. */
  Optional<String> open(String sealed, Instant now) {
    if (sealed.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(sealed);
      if (bytes.length < LEAST_BYTES) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOf(bytes, NONCE);
      ByteBuffer open =
          ByteBuffer.wrap(
              cipher(Cipher.DECRYPT_MODE, nonce).doFinal(bytes, NONCE, bytes.length - NONCE));
      Instant until = Instant.ofEpochMilli(open.getLong());
      return Optional.of(StandardCharsets.UTF_8.decode(open).toString())
          .filter(text -> until.isAfter(now));
    } catch (IllegalArgumentException | GeneralSecurityException notSealedHere) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  /** Of whatever length the secret is, AES takes 32 bytes. */
  private static byte[] sha256(byte[] secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
