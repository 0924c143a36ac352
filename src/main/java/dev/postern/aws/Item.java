package dev.postern.aws;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes and reads the attributes of an item. */
final class Item {
  /** The version of the form in which items are written; a release reads its own and the last. */
  static final long VERSION = 1;

  private final Map<String, AttributeValue> attributes;

  private Item(Map<String, AttributeValue> attributes) {
    this.attributes = attributes;
  }

  static Item empty() {
    return new Item(new HashMap<>());
  }

  static Item of(Map<String, AttributeValue> attributes) {
    return new Item(attributes);
  }

  static Item at(Key key) {
    return empty().put("pk", key.pk()).put("sk", key.sk()).put("v", number(VERSION));
  }

  static AttributeValue string(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  static AttributeValue bytes(byte[] value) {
    return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(value));
  }

  static AttributeValue millis(Instant instant) {
    return number(instant.toEpochMilli());
  }

  /** As the table's TTL wants it. */
  static AttributeValue seconds(Instant instant) {
    return number(instant.getEpochSecond());
  }

  Item put(String name, AttributeValue value) {
    attributes.put(name, value);
    return this;
  }

  Item put(String name, String value) {
    return put(name, string(value));
  }

  Item put(String name, Optional<String> value) {
    value.ifPresent(present -> put(name, present));
    return this;
  }

  Map<String, AttributeValue> attributes() {
    return attributes;
  }

  boolean has(String name) {
    return attributes.containsKey(name);
  }

  String text(String name) {
    return attributes.get(name).s();
  }

  Optional<String> maybeText(String name) {
    return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
  }

  long longOr(String name, long absent) {
    AttributeValue value = attributes.get(name);
    return value == null ? absent : Long.parseLong(value.n());
  }

  Instant instant(String name) {
    return maybeInstant(name).orElseThrow();
  }

  Optional<Instant> maybeInstant(String name) {
    return Optional.ofNullable(attributes.get(name))
        .map(value -> Instant.ofEpochMilli(Long.parseLong(value.n())));
  }

  byte[] binary(String name) {
    return attributes.get(name).b().asByteArrayUnsafe();
  }

  Map<String, AttributeValue> map(String name) {
    AttributeValue value = attributes.get(name);
    return value == null ? Map.of() : value.m();
  }
}
