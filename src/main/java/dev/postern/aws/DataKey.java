package dev.postern.aws;

import dev.postern.message.Bytes;
import javax.crypto.SecretKey;

/**
 * A key that KMS made: as it is used, and as it is stored beside what it encrypts, where only KMS
 * can read it.
 */
record DataKey(SecretKey plain, Bytes encrypted) {
  /** Nothing of the key itself, which does not belong into logs. */
  @Override
  public String toString() {
    return "a data key";
  }
}
