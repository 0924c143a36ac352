package dev.postern.api;

import dev.postern.message.BrokerText;
import dev.postern.message.Bytes;
import dev.postern.message.ContentType;
import dev.postern.message.Flaw;
import dev.postern.message.GroupId;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.InvalidMessage;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.rw.CloudEventRWException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An event of CloudEvents 1.0, whose SDK is asked whether its values can be read.
 *
 * @param attributes all of them, {@code specversion} and {@code datacontenttype} too, as text
 * @param data of no bytes where there is none
 */
record Event(SortedMap<String, String> attributes, Bytes data) {
  static final String DATA = "data";
  static final String DATA_CONTENT_TYPE = "datacontenttype";
  static final String SPEC_VERSION = "specversion";

  private static final String ID = "id";
  private static final String SOURCE = "source";
  private static final String PARTITION_KEY = "partitionkey";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
  private static final Map<String, String> RULES =
      Map.of(
          SOURCE,
          "be a URI reference",
          "dataschema",
          "be a URI",
          "time",
          "be a time as RFC 3339 writes it");

  Event {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    checkVersion(attributes);
    for (String required : List.of(ID, SOURCE, "type")) {
      if (!attributes.containsKey(required)) {
        throw malformed(required, "be given");
      }
    }
    attributes.forEach(Event::check);
  }

  private static void checkVersion(Map<String, String> attributes) {
    String version = attributes.get(SPEC_VERSION);
    if (!SpecVersion.V1.toString().equals(version)) {
      throw malformed(
          SPEC_VERSION, version == null ? "be given, as 1.0" : "be 1.0, not " + shortened(version));
    }
  }

  private static void check(String name, String value) {
    if (!NAME.matcher(name).matches() || name.equals(DATA)) {
      throw malformed(
          shortened(name), "have a name of a-z and 0-9, as all attributes, and not be data");
    }
    boolean mayBeEmpty = !SpecVersion.V1.getAllAttributes().contains(name);
    if ((value.isEmpty() && !mayBeEmpty) || !BrokerText.canCarry(value)) {
      throw malformed(name, "be text that is not empty and has no control characters");
    }
    if (name.equals(DATA_CONTENT_TYPE)) {
      checkType(value);
    } else if (!name.equals(SPEC_VERSION)) {
      checkValue(name, value);
    }
  }

  private static void checkType(String value) {
    try {
      new ContentType(value);
    } catch (InvalidMessage notOne) {
      throw malformed(DATA_CONTENT_TYPE, notOne.limit());
    }
  }

  private static void checkValue(String name, String value) {
    try {
      CloudEventBuilder.fromSpecVersion(SpecVersion.V1).withContextAttribute(name, value);
    } catch (CloudEventRWException unreadable) {
      throw malformed(name, RULES.getOrDefault(name, "be readable for the CloudEvents SDK"));
    }
  }

  /** A refusal that names the attribute, or the part of the event, at fault. */
  static InvalidMessage malformed(String attribute, String limit) {
    return new InvalidMessage(Flaw.CLOUDEVENT_MALFORMED, attribute, limit);
  }

  static String shortened(String name) {
    return name.length() > 64 ? name.substring(0, 64) + "…" : name;
  }

  /** The key of an event for which none is given: source and id name it. */
  IdempotencyKey key() {
    return IdempotencyKey.of(attributes.get(SOURCE), attributes.get(ID));
  }

  /**
   * The group that its {@code partitionkey} names.
   *
   * @throws InvalidMessage where that can be none
   */
  Optional<GroupId> group() {
    return group(attributes);
  }

  /** The same, of attributes that make no event yet. */
  static Optional<GroupId> group(Map<String, String> attributes) {
    try {
      return Optional.ofNullable(attributes.get(PARTITION_KEY)).map(GroupId::new);
    } catch (InvalidMessage noGroup) {
      throw new InvalidMessage(noGroup.flaw(), PARTITION_KEY, noGroup.limit());
    }
  }

  /** The type of its data, where that is said. */
  Optional<ContentType> type() {
    return Optional.ofNullable(attributes.get(DATA_CONTENT_TYPE)).map(ContentType::new);
  }

  /** Is data of that type JSON where the event is? */
  static boolean isJson(ContentType type) {
    return type.isJson() || type.essence().equals("text/json");
  }
}
