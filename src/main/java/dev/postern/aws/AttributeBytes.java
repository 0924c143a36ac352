package dev.postern.aws;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attributes of an item as bytes: texts, bytes, and maps of them. */
final class AttributeBytes {
  private static final byte TEXT = 'S';
  private static final byte BYTES = 'B';
  private static final byte MAP = 'M';

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

  static Map<String, AttributeValue> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return readMap(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, AttributeValue> readMap(DataInputStream in) throws IOException {
    int size = in.readInt();
    Map<String, AttributeValue> attributes = new HashMap<>();
    for (int i = 0; i < size; i++) {
      attributes.put(readText(in), readValue(in));
    }
    return attributes;
  }

  private static AttributeValue readValue(DataInputStream in) throws IOException {
    byte type = in.readByte();
    return switch (type) {
      case TEXT -> AttributeValue.fromS(readText(in));
      case BYTES -> Item.bytes(readBytes(in));
      case MAP -> AttributeValue.fromM(readMap(in));
      default -> throw new IOException("not of what messages say: " + type);
    };
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
