package dev.postern.aws;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM (NIST SP 800-38D), with the tag behind the ciphertext. */
final class Gcm {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  private Gcm() {}

  static byte[] encrypt(SecretKey key, byte[] nonce, byte[] context, byte[] open) {
    return crypt(Cipher.ENCRYPT_MODE, key, nonce, context, open);
  }

  /**
   * What was encrypted.
   *
   * @throws Tampered where it was not this, by this key, with this nonce and in this context
   */
  static byte[] decrypt(SecretKey key, byte[] nonce, byte[] context, byte[] closed) {
    return crypt(Cipher.DECRYPT_MODE, key, nonce, context, closed);
  }

  private static byte[] crypt(int mode, SecretKey key, byte[] nonce, byte[] context, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      cipher.updateAAD(context);
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new Tampered("it does not open: it was changed, or is another item's", e);
    }
  }
}
