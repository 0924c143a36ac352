package dev.postern.subscription;

import dev.postern.broker.Envelope;
import dev.postern.message.Additions;
import dev.postern.message.Attribute;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.ContentType;
import dev.postern.message.GroupId;
import dev.postern.message.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A message on its way in, as it lies on the queue.
 *
 * @param group on FIFO always; on standard queues where its producer named one
 * @param body as text; base64 where an attribute says so
 * @param attributes all of them, Postern's own included
 * @param sentAt when the queue took it in
 */
public record Inbound(
    InboundId id,
    Optional<GroupId> group,
    String body,
    Map<String, Attribute> attributes,
    Instant sentAt) {
  private static final String TRACE_PARENT = "traceparent";

  public Inbound {
    attributes = Map.copyOf(attributes);
  }

  /** The type of the payload: what an attribute says, else JSON. */
  public String contentType() {
    return text(Additions.CONTENT_TYPE).orElse(ContentType.JSON.value());
  }

  /** The payload, byte for byte; nothing where the body is not the base64 that it says it is. */
  public Optional<Bytes> payload() {
    if (text(Additions.TRANSFER_ENCODING).filter("base64"::equals).isEmpty()) {
      return Optional.of(new Bytes(body.getBytes(StandardCharsets.UTF_8)));
    }
    try {
      return Optional.of(new Bytes(Base64.getDecoder().decode(body)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** Does it stand in place of a message that will not come, or only later? */
  public boolean isGap() {
    return attributes.containsKey(Envelope.GAP);
  }

  /** The attributes but for those that Postern adds. */
  public SortedMap<String, Attribute> producersAttributes() {
    SortedMap<String, Attribute> given = new TreeMap<>(attributes);
    given.keySet().removeAll(Attributes.RESERVED);
    return given;
  }

  /** The number that a sequenced destination gave it; nothing where there is none, or no number. */
  public OptionalLong sequence() {
    try {
      return text(Stamp.SEQUENCE).stream().mapToLong(Long::parseLong).findFirst();
    } catch (NumberFormatException noNumber) {
      return OptionalLong.empty();
    }
  }

  /** An attribute's value, where there is one of that name that is text or a number. */
  public Optional<String> text(String attribute) {
    return Optional.ofNullable(attributes.get(attribute))
        .flatMap(value -> value.fold(Optional::of, bytes -> Optional.empty()));
  }

  /** Bytes of body and attributes together. */
  public int size() {
    return body.getBytes(StandardCharsets.UTF_8).length + Attributes.size(attributes);
  }

  /** Can it carry its id among its attributes, of which there are ten at most? */
  public boolean hasRoomForItsId() {
    return attributes.size() < Attributes.MOST
        || attributes.containsKey(Envelope.ID)
        || attributes.containsKey(TRACE_PARENT);
  }

  /**
   * The same with its id among its attributes, as it is sent again. Where that would be an eleventh
   * attribute, tracing gives way.
   *
   * @throws IllegalArgumentException where there is no room for it
   */
  public Inbound named() {
    Map<String, Attribute> named = new TreeMap<>(attributes);
    named.put(Envelope.ID, new Attribute.Text(id.value()));
    if (named.size() > Attributes.MOST) {
      named.remove(TRACE_PARENT);
    }
    if (named.size() > Attributes.MOST) {
      throw new IllegalArgumentException(
          this + " has " + attributes.size() + " attributes, which leaves no room for its id");
    }
    return new Inbound(id, group, body, named, sentAt);
  }

  /** Its id only: payloads do not belong into logs. */
  @Override
  public String toString() {
    return "message " + id;
  }
}
