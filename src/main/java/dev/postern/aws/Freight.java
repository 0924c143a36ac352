package dev.postern.aws;

import dev.postern.message.Attribute;
import dev.postern.message.Bytes;
import dev.postern.subscription.Inbound;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of a message may be long: its body, and its long attribute values by their names, end to
 * end. It is cut wherever a chunk is full.
 *
 * @param bodyLength bytes of the body, which come first
 * @param attributes types and lengths of the values that follow
 */
record Freight(Bytes bytes, int bodyLength, SortedMap<String, Stowed> attributes) {
  /** With ten short attributes and all names well below the 400 KB that an item may have. */
  static final int MOST_IN_CHUNK = 300 * 1024;

  /** A value that is longer is among the freight. */
  static final int MOST_IN_SHORT = 4 * 1024;

  /** An attribute whose value is among the freight. */
  record Stowed(String type, int length) {}

  static Freight of(Inbound message) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
    all.writeBytes(body);
    SortedMap<String, Stowed> lengths = new TreeMap<>();
    new TreeMap<>(message.attributes())
        .forEach(
            (name, attribute) -> {
              byte[] value = value(attribute);
              if (value.length > MOST_IN_SHORT) {
                all.writeBytes(value);
                lengths.put(name, new Stowed(attribute.type(), value.length));
              }
            });
    return new Freight(new Bytes(all.toByteArray()), body.length, lengths);
  }

  private static byte[] value(Attribute attribute) {
    return attribute.fold(text -> text.getBytes(StandardCharsets.UTF_8), Bytes::array);
  }

  /** Those that are no freight. */
  static Map<String, Attribute> shortOf(Map<String, Attribute> attributes) {
    return attributes.entrySet().stream()
        .filter(each -> value(each.getValue()).length <= MOST_IN_SHORT)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  static Freight joined(List<byte[]> chunks, int bodyLength, Map<String, Stowed> attributes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    chunks.forEach(all::writeBytes);
    return new Freight(new Bytes(all.toByteArray()), bodyLength, new TreeMap<>(attributes));
  }

  /** At least one, which may be empty. */
  int chunks() {
    return Math.max(1, (bytes.size() + MOST_IN_CHUNK - 1) / MOST_IN_CHUNK);
  }

  byte[] chunk(int number) {
    int from = number * MOST_IN_CHUNK;
    return Arrays.copyOfRange(bytes.array(), from, Math.min(bytes.size(), from + MOST_IN_CHUNK));
  }

  /** The message with all of this. */
  Inbound unload(Inbound message) {
    ByteBuffer rest = ByteBuffer.wrap(bytes.array());
    String body = text(next(rest, bodyLength));
    Map<String, Attribute> all = new HashMap<>(message.attributes());
    attributes.forEach(
        (name, value) -> all.put(name, attribute(value.type(), next(rest, value.length()))));
    return new Inbound(message.id(), message.group(), body, all, message.sentAt());
  }

  private static byte[] next(ByteBuffer rest, int length) {
    byte[] next = new byte[length];
    rest.get(next);
    return next;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Attribute attribute(String type, byte[] value) {
    return type.startsWith("Binary")
        ? new Attribute.Binary(type, new Bytes(value))
        : AttributeForm.string(type, text(value));
  }
}
