package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Json;
import dev.postern.bench.stub.Refusal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Attribute values as the wire has them, such as {@code {"S":"text"}}: size, order, equality. */
final class Value {
  private static final int CONTAINER_BYTES = 3;

  private Value() {}

  static String type(JsonNode value) {
    if (value.size() != 1) {
      throw new Refusal("ValidationException", "a value must have exactly one type");
    }
    return value.fieldNames().next();
  }

  static ObjectNode number(BigDecimal number) {
    return Json.object().put("N", number.toPlainString());
  }

  static BigDecimal number(JsonNode value) {
    JsonNode number = value.get("N");
    if (number == null) {
      throw new Refusal("ValidationException", "an operand must be a number");
    }
    return new BigDecimal(number.textValue());
  }

  static String text(JsonNode value) {
    JsonNode text = value == null ? null : value.get("S");
    if (text == null || text.textValue().isEmpty()) {
      throw new Refusal("ValidationException", "a key must be a string that is not empty");
    }
    return text.textValue();
  }

  /** Values of different types are different, never an error. */
  static boolean same(JsonNode one, JsonNode other) {
    if (one.has("N") && other.has("N")) {
      return number(one).compareTo(number(other)) == 0;
    }
    return one.equals(other);
  }

  static boolean comparable(JsonNode one, JsonNode other) {
    return (one.has("N") && other.has("N")) || (one.has("S") && other.has("S"));
  }

  /** Numbers by value, strings by UTF-8 bytes, which for what is compared here is by characters. */
  static int compare(JsonNode one, JsonNode other) {
    return one.has("N")
        ? number(one).compareTo(number(other))
        : one.get("S").textValue().compareTo(other.get("S").textValue());
  }

  /** Bytes as DynamoDB counts them: names and values, numbers by half their digits. */
  static int size(ObjectNode item) {
    int size = 0;
    for (Map.Entry<String, JsonNode> attribute : item.properties()) {
      size += bytes(attribute.getKey()) + sizeOfValue(attribute.getValue());
    }
    return size;
  }

  private static int sizeOfValue(JsonNode value) {
    Map.Entry<String, JsonNode> typed = value.properties().iterator().next();
    JsonNode content = typed.getValue();
    return switch (typed.getKey()) {
      case "S" -> bytes(content.textValue());
      case "N" -> (content.textValue().length() + 1) / 2 + 1;
      case "B" -> decodedLength(content.textValue());
      case "BOOL", "NULL" -> 1;
      case "M" -> CONTAINER_BYTES + content.size() + size((ObjectNode) content);
      case "L" -> sizeOfList(content);
      default -> throw Refusal.notUnderstood("values of type " + typed.getKey());
    };
  }

  private static int sizeOfList(JsonNode list) {
    int size = CONTAINER_BYTES;
    for (JsonNode element : list) {
      size += 1 + sizeOfValue(element);
    }
    return size;
  }

  private static int decodedLength(String base64) {
    int length = base64.length();
    int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    return length / 4 * 3 - padding;
  }

  private static int bytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return text.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return text.length();
  }
}
