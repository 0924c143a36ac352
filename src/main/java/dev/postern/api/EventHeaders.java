package dev.postern.api;

import dev.postern.message.BrokerText;
import dev.postern.message.Bytes;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an event whose attributes are headers (CloudEvents HTTP protocol binding 1.0.2, section
 * 3.1).
 */
final class EventHeaders {
  /** What the header of an attribute begins with, and on the broker its message attribute. */
  static final String PREFIX = "ce-";

  private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");

  private EventHeaders() {}

  /** The event that these headers and this body make. */
  static Event read(HttpHeaders headers, byte[] body) {
    SortedMap<String, String> attributes = new TreeMap<>();
    headers
        .getRequestHeaders()
        .forEach(
            (header, lines) -> {
              String name = header.toLowerCase(Locale.ROOT);
              if (name.startsWith(PREFIX)) {
                attribute(name.substring(PREFIX.length()), lines, attributes);
              }
            });
    String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (type != null) {
      attributes.put(Event.DATA_CONTENT_TYPE, type.strip());
    }
    return new Event(attributes, new Bytes(body));
  }

  private static void attribute(
      String name, List<String> lines, SortedMap<String, String> attributes) {
    if (name.equals(Event.DATA_CONTENT_TYPE)) {
      throw Event.malformed(name, "be given as Content-Type");
    }
    if (lines.size() > 1) {
      throw Event.malformed(name, "be given once, not " + lines.size() + " times");
    }
    attributes.put(name, decoded(name, lines.get(0).strip()));
  }

  /** Without the quotes and percent encodings of section 3.1.3.2. */
  private static String decoded(String name, String value) {
    if (value.chars().anyMatch(c -> c > 0x7e)) {
      throw Event.malformed(name, "have characters that are not ASCII in percent encoding");
    }
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    String bare =
        quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher encoded = ENCODED.matcher(bare);
    int from = 0;
    while (encoded.find()) {
      append(bare, from, encoded.start(), bytes);
      bytes.write(Integer.parseInt(encoded.group(1), 16));
      from = encoded.end();
    }
    append(bare, from, bare.length(), bytes);
    return BrokerText.decodeUtf8(bytes.toByteArray())
        .orElseThrow(() -> Event.malformed(name, "be UTF-8 in percent encoding"));
  }

  private static void append(String ascii, int from, int to, ByteArrayOutputStream bytes) {
    for (int i = from; i < to; i++) {
      bytes.write(ascii.charAt(i));
    }
  }
}
