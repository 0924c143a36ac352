package dev.postern.bench.stub.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.bench.stub.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The MD5 sums that SQS answers and clients check. */
final class Digests {
  private Digests() {}

  static String body(String body) {
    return HexFormat.of().formatHex(md5().digest(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** By name; of each its name, type, kind and value, with their lengths. */
  static String attributes(JsonNode attributes) {
    MessageDigest digest = md5();
    Map<String, JsonNode> sorted = new TreeMap<>();
    for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
      sorted.put(attribute.getKey(), attribute.getValue());
    }
    sorted.forEach(
        (name, value) -> {
          String type = value.get("DataType").textValue();
          update(digest, name.getBytes(StandardCharsets.UTF_8));
          update(digest, type.getBytes(StandardCharsets.UTF_8));
          boolean binary = type.startsWith("Binary");
          digest.update((byte) (binary ? 2 : 1));
          update(
              digest,
              binary
                  ? Base64.getDecoder().decode(need(value, "BinaryValue"))
                  : need(value, "StringValue").getBytes(StandardCharsets.UTF_8));
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String need(JsonNode value, String member) {
    if (!value.has(member)) {
      throw new Refusal("InvalidParameterValue", "an attribute lacks its " + member);
    }
    return value.get(member).textValue();
  }

  private static void update(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
