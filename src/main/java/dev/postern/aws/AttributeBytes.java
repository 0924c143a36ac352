package dev.postern.aws;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attributes of an item as bytes: texts, bytes, and maps of them. */
final class AttributeBytes {
  private static final byte TEXT = 'S';
  private static final byte BYTES = 'B';
  private static final byte MAP = 'M';

  /** A message's attributes, each of them, and its type and value: that deep are maps. */
  private static final int DEEPEST = 3;

  private AttributeBytes() {}

  static byte[] of(Map<String, AttributeValue> attributes) {
    try (ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all)) {
      write(out, attributes);
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(DataOutputStream out, Map<String, AttributeValue> attributes)
      throws IOException {
    out.writeInt(attributes.size());
    for (Map.Entry<String, AttributeValue> each : attributes.entrySet()) {
      write(out, each.getKey().getBytes(StandardCharsets.UTF_8));
      write(out, each.getValue());
    }
  }

  private static void write(DataOutputStream out, AttributeValue value) throws IOException {
    switch (value.type()) {
      case S -> {
        out.writeByte(TEXT);
        write(out, value.s().getBytes(StandardCharsets.UTF_8));
      }
      case B -> {
        out.writeByte(BYTES);
        write(out, value.b().asByteArrayUnsafe());
      }
      case M -> {
        out.writeByte(MAP);
        write(out, value.m());
      }
      default -> throw new IllegalArgumentException("not of what messages say: " + value.type());
    }
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Reads what {@link #of} wrote, and nothing else.
   *
   * @throws Tampered where it did not write these bytes
   */
  static Map<String, AttributeValue> read(byte[] bytes) {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      Map<String, AttributeValue> attributes = readMap(rest, DEEPEST);
      if (rest.hasRemaining()) {
        throw new Tampered("something stands behind what messages say", null);
      }
      return attributes;
    } catch (BufferUnderflowException cut) {
      throw new Tampered("cut off amid what messages say", cut);
    }
  }

  private static Map<String, AttributeValue> readMap(ByteBuffer rest, int deep) {
    if (deep == 0) {
      throw new Tampered("deeper than what messages say", null);
    }
    int size = rest.getInt();
    Map<String, AttributeValue> attributes = new HashMap<>();
    for (int i = 0; i < size; i++) {
      attributes.put(readText(rest), readValue(rest, deep));
    }
    return attributes;
  }

  private static AttributeValue readValue(ByteBuffer rest, int deep) {
    byte type = rest.get();
    return switch (type) {
      case TEXT -> AttributeValue.fromS(readText(rest));
      case BYTES -> Item.bytes(readBytes(rest));
      case MAP -> AttributeValue.fromM(readMap(rest, deep - 1));
      default -> throw new Tampered("not of what messages say: " + type, null);
    };
  }

  private static String readText(ByteBuffer rest) {
    return new String(readBytes(rest), StandardCharsets.UTF_8);
  }

  private static byte[] readBytes(ByteBuffer rest) {
    return next(rest, rest.getInt());
  }

  /**
   * So many bytes, which are passed then; none are reserved for what is not there.
   *
   * @throws BufferUnderflowException where there are fewer
   */
  static byte[] next(ByteBuffer rest, int length) {
    if (length < 0 || length > rest.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] next = new byte[length];
    rest.get(next);
    return next;
  }
}
