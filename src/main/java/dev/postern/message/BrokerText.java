package dev.postern.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The text that SQS and SNS can carry: the characters of XML 1.0 (Amazon SQS API reference,
 * SendMessage).
 */
public final class BrokerText {
  private BrokerText() {}

  /** Can every character be carried? */
  public static boolean canCarry(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isCarried(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  private static boolean isCarried(int c) {
    if (c < 0x20) {
      return c == 0x9 || c == 0xa || c == 0xd;
    }
    boolean surrogate = c >= 0xd800 && c <= 0xdfff;
    return !surrogate && c != 0xfffe && c != 0xffff;
  }

  /** The bytes as UTF-8 text, or nothing where they are not well-formed UTF-8. */
  public static Optional<String> decodeUtf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  /** How many bytes well-formed text has in UTF-8: counted, for this is asked of every message. */
  public static int utf8Bytes(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x800 && !Character.isSurrogate(c)) {
        bytes += 2;
      } else if (c >= 0x80) {
        // Of a pair of surrogates each stands for two of its four bytes.
        bytes++;
      }
    }
    return bytes;
  }
}
