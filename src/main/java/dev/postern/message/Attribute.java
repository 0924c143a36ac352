package dev.postern.message;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One typed value beside the payload, as SQS and SNS carry it.
 *
 * <p>The type is {@code String}, {@code Number} or {@code Binary}, each with an optional label of
 * the caller's after a dot ({@code Number.int}).
 */
public sealed interface Attribute {
  /** The whole type name: kind and label. */
  String type();

  /** What it counts for against the broker's size limit, without its name. */
  int size();

  /** What holds for text and numbers, whose value is a string, and what for bytes. */
  <T> T fold(Function<String, T> string, Function<Bytes, T> bytes);

  /** A non-empty text of characters that SQS can carry. */
  record Text(String type, String value) implements Attribute {
    public Text {
      Attributes.checkType(type, "String");
      if (value.isEmpty() || !BrokerText.canCarry(value)) {
        throw Attributes.malformed("have non-empty text values of characters that XML 1.0 allows");
      }
    }

    public Text(String value) {
      this("String", value);
    }

    @Override
    public <T> T fold(Function<String, T> string, Function<Bytes, T> bytes) {
      return string.apply(value);
    }

    @Override
    public int size() {
      return type.length() + value.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /** A number of at most 38 significant digits, in decimal notation. */
  record Numeric(String type, String value) implements Attribute {
    private static final BigDecimal MOST = new BigDecimal("1e126");

    // ASCII, since BigDecimal takes every script's digits, and short enough to be parsed at ease.
    private static final Pattern FORM = Pattern.compile("[0-9.eE+-]{1,256}");

    public Numeric {
      Attributes.checkType(type, "Number");
      if (!FORM.matcher(value).matches()) {
        throw Attributes.malformed("have numbers in decimal notation, not \"" + value + "\"");
      }
      try {
        BigDecimal number = new BigDecimal(value);
        long exponent = (long) number.precision() - number.scale() - 1;
        if (number.precision() > 38
            || exponent < -128
            || exponent > 126
            || number.abs().compareTo(MOST) > 0) {
          throw Attributes.malformed("have numbers of at most 38 digits, 1e-128 to 1e126");
        }
      } catch (NumberFormatException e) {
        throw Attributes.malformed("have numbers in decimal notation, not \"" + value + "\"");
      }
    }

    public Numeric(String value) {
      this("Number", value);
    }

    @Override
    public <T> T fold(Function<String, T> string, Function<Bytes, T> bytes) {
      return string.apply(value);
    }

    @Override
    public int size() {
      return type.length() + value.length();
    }
  }

  /** Non-empty bytes. */
  record Binary(String type, Bytes value) implements Attribute {
    public Binary {
      Attributes.checkType(type, "Binary");
      if (value.size() == 0) {
        throw Attributes.malformed("have non-empty byte values");
      }
    }

    public Binary(Bytes value) {
      this("Binary", value);
    }

    @Override
    public <T> T fold(Function<String, T> string, Function<Bytes, T> bytes) {
      return bytes.apply(value);
    }

    @Override
    public int size() {
      return type.length() + value.size();
    }
  }
}
