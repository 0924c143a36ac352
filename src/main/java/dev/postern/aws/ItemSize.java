package dev.postern.aws;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What DynamoDB reckons an item to have, in bytes, by the rules of its documentation ("DynamoDB
 * item sizes and formats"). Of numbers these are approximate themselves.
 */
final class ItemSize {
  /** A write is billed by as much begun. */
  private static final int UNIT = 1024;

  /** Of each map and list, whatever is in it. */
  private static final int NESTED = 3;

  private ItemSize() {}

  /** The write units that so many bytes take. */
  static long units(long bytes) {
    return (bytes + UNIT - 1) / UNIT;
  }

  /** Names and values. */
  static long of(Map<String, AttributeValue> attributes) {
    return attributes.entrySet().stream()
        .mapToLong(each -> text(each.getKey()) + of(each.getValue()))
        .sum();
  }

  static long text(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static long of(AttributeValue value) {
    return switch (value.type()) {
      case S -> text(value.s());
      case B -> value.b().asByteArrayUnsafe().length;
      case N -> number(value.n());
      case M -> NESTED + value.m().size() + of(value.m());
      case L -> NESTED + value.l().size() + value.l().stream().mapToLong(ItemSize::of).sum();
      case SS -> texts(value.ss());
      case NS -> value.ns().stream().mapToLong(ItemSize::number).sum();
      case BS -> value.bs().stream().mapToLong(each -> each.asByteArrayUnsafe().length).sum();
      default -> 1; // A truth value or nothing.
    };
  }

  private static long texts(Collection<String> texts) {
    return texts.stream().mapToLong(ItemSize::text).sum();
  }

  /** A byte for each two digits that count, one more, and one for the sign where it is minus. */
  private static long number(String number) {
    String digits = number.replaceAll("[eE].*|[^0-9]", "").replaceAll("^0+|0+$", "");
    return (digits.length() + 1L) / 2 + (number.startsWith("-") ? 2 : 1);
  }
}
