package dev.postern.message;

import java.util.Arrays;

/**
 * Douglas Crockford's base 32: digits and upper-case letters without I, L, O and U, so that ids
 * survive being read aloud and sort as the numbers they stand for.
 */
final class Crockford {
  private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < DIGITS.length; i++) {
      VALUES[DIGITS[i]] = (byte) i;
    }
  }

  private Crockford() {}

  /** The 128 bits of {@code bytes[0..15]} in 26 digits. */
  static String encode128(byte[] bytes) {
    char[] digits = new char[26];
    // 26 digits hold 130 bits: the two highest are zero.
    int bit = -2;
    for (int i = 0; i < digits.length; i++, bit += 5) {
      int value = 0;
      for (int b = bit; b < bit + 5; b++) {
        value = value << 1 | (b < 0 ? 0 : bytes[b >> 3] >> (7 - (b & 7)) & 1);
      }
      digits[i] = DIGITS[value];
    }
    return new String(digits);
  }

  /** A number of less than 2^(5 × length), zero-padded. */
  static String encode(long number, int length) {
    if (number < 0 || number >>> (5 * length) != 0) {
      throw new IllegalArgumentException(number + " does not fit " + length + " digits");
    }
    char[] digits = new char[length];
    long rest = number;
    for (int i = length - 1; i >= 0; i--, rest >>>= 5) {
      digits[i] = DIGITS[(int) rest & 31];
    }
    return new String(digits);
  }

  static boolean isEncoded(String text) {
    return text.chars().allMatch(c -> c < VALUES.length && VALUES[c] >= 0);
  }

  /** The inverse of {@link #encode}; {@code digits} must be encoded. */
  static long decode(String digits) {
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      number = number << 5 | VALUES[digits.charAt(i)];
    }
    return number;
  }
}
