package dev.postern.console;

import dev.postern.message.BrokerText;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a message says.
 *
 * @param id whose it is
 * @param back to the page that it was asked for on
 * @param shown as text, or in base64 where it is none; at most its first {@value #MOST} characters
 *     or bytes
 * @param size bytes in all
 */
public record Payload(
    String id, String back, String type, String shown, long size, boolean isWhole) {
  private static final int MOST = 64 * 1024;

  static Payload of(String id, String back, String type, byte[] bytes) {
    return BrokerText.decodeUtf8(bytes)
        .map(text -> ofText(id, back, type, text, bytes.length))
        .orElseGet(
            () ->
                new Payload(
                    id,
                    back,
                    type,
                    Base64.getMimeEncoder()
                        .encodeToString(Arrays.copyOf(bytes, Math.min(bytes.length, MOST))),
                    bytes.length,
                    bytes.length <= MOST));
  }

  private static Payload ofText(String id, String back, String type, String text, int size) {
    boolean whole = text.length() <= MOST;
    return new Payload(id, back, type, whole ? text : text.substring(0, MOST), size, whole);
  }
}
