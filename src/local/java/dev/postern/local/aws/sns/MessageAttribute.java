package dev.postern.local.aws.sns;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message attribute that fits SNS's rules: a name, a type {@code String}, {@code Number} or
 * {@code Binary} with or without a label ({@code Number.int}), and a value that is not empty.
 */
record MessageAttribute(String name, String type, Optional<String> text, Optional<byte[]> binary) {
  private static final Pattern NAME =
      Pattern.compile("(?!(?i:aws\\.|amazon\\.))(?!.*\\.\\.)[A-Za-z0-9_-][A-Za-z0-9_.-]{0,255}");

  private static final Pattern TYPE =
      Pattern.compile("(String|Number|Binary)(\\.[A-Za-z0-9_.-]{1,249})?");

  MessageAttribute {
    if (!NAME.matcher(name).matches() || name.endsWith(".")) {
      throw SnsException.invalidValue("The message attribute name '" + name + "' is not valid.");
    }
    if (!TYPE.matcher(type).matches()) {
      throw SnsException.invalidValue(
          "The message attribute '"
              + name
              + "' has an invalid message attribute type, the set of supported type prefixes is"
              + " Binary, Number, and String.");
    }
    boolean empty =
        type.startsWith("Binary")
            ? binary.filter(value -> value.length > 0).isEmpty()
            : text.filter(value -> !value.isEmpty()).isEmpty();
    if (empty) {
      throw SnsException.invalidValue(
          "The message attribute '"
              + name
              + "' must contain non-empty message attribute value for message attribute type '"
              + type
              + "'.");
    }
    if (type.startsWith("Number") && !isNumber(text.orElseThrow())) {
      throw SnsException.invalidValue(
          "Could not cast message attribute '" + name + "' value to number.");
    }
  }

  /** The bytes it counts for: name, type and value. */
  int size() {
    int value =
        type.startsWith("Binary")
            ? binary.orElseThrow().length
            : text.orElseThrow().getBytes(StandardCharsets.UTF_8).length;
    return name.getBytes(StandardCharsets.UTF_8).length + type.length() + value;
  }

  private static boolean isNumber(String text) {
    try {
      return new BigDecimal(text).precision() <= 1_000;
    } catch (NumberFormatException wrong) {
      return false;
    }
  }
}
