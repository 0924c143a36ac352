package dev.postern.webhook;

import dev.postern.message.AttributeDictionary;
import dev.postern.message.Bytes;
import dev.postern.message.ContentType;
import dev.postern.message.GroupId;
import dev.postern.message.InvalidMessage;
import dev.postern.subscription.Endpoint;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Secret;
import dev.postern.subscription.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is sent: a body and the headers that tell of it.
 *
 * <ul>
 *   <li>{@code webhook-id}: the message's id, in which each byte of UTF-8 that is no visible ASCII
 *       character, and each full stop and percent sign, is written as {@code %2E}. Ids that Postern
 *       gave have none of them. Standard Webhooks wants no full stop in an id that somebody else
 *       may choose, for it parts what is signed.
 *   <li>{@code webhook-timestamp}: seconds since the epoch, of this attempt
 *   <li>{@code webhook-signature}: see {@link Signature}
 *   <li>{@code postern-attempt}: from 1
 *   <li>{@code postern-group} and {@code postern-sequence}, where the message has them
 *   <li>{@code postern-attributes}: the producer's attributes, as an {@link AttributeDictionary};
 *       absent where there are none, or where it would have more than 8 KiB
 *   <li>{@code postern-attributes-omitted: true}, where an attribute was left out: one that the
 *       dictionary can't carry, or all of them
 * </ul>
 *
 * @param type of the body
 * @param headers but for those that depend on when it is sent
 */
record PushRequest(String id, String type, Bytes body, Map<String, String> headers) {
  PushRequest {
    headers = Map.copyOf(headers);
  }

  /**
   * The request that makes this push.
   *
   * @throws IllegalArgumentException saying what of the message can't be sent
   */
  static PushRequest of(Subscription subscription, Subscription.Form form, Endpoint.Push push) {
    Inbound message = push.message();
    Bytes payload =
        message
            .payload()
            .orElseThrow(
                () -> new IllegalArgumentException("the body is not the base64 that it says"));
    ContentType type = type(message);
    String id = inHeader(message.id());
    Map<String, String> headers = headers(push);
    if (form == Subscription.Form.PAYLOAD || type.essence().equals(EventBody.TYPE)) {
      return new PushRequest(id, type.value(), payload, headers);
    }
    Bytes event = EventBody.of(subscription.name(), message, type, payload);
    return new PushRequest(id, EventBody.TYPE, event, headers);
  }

  private static ContentType type(Inbound message) {
    try {
      return new ContentType(message.contentType());
    } catch (InvalidMessage noType) {
      throw new IllegalArgumentException("the attribute content-type is no media type", noType);
    }
  }

  private static String inHeader(InboundId id) {
    StringBuilder text = new StringBuilder();
    for (byte each : id.value().getBytes(StandardCharsets.UTF_8)) {
      if (each <= ' ' || each == 0x7f || each == '.' || each == '%') {
        text.append(String.format("%%%02X", each));
      } else {
        text.append((char) each);
      }
    }
    return text.toString();
  }

  private static Map<String, String> headers(Endpoint.Push push) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("postern-attempt", Integer.toString(push.attempt()));
    push.message()
        .group()
        .map(GroupId::value)
        .ifPresent(group -> headers.put("postern-group", group));
    push.message()
        .sequence()
        .ifPresent(number -> headers.put("postern-sequence", Long.toString(number)));
    AttributeDictionary attributes = AttributeDictionary.of(push.message().producersAttributes());
    boolean fits = attributes.text().length() <= AttributeDictionary.MOST_BYTES;
    if (fits && !attributes.text().isEmpty()) {
      headers.put("postern-attributes", attributes.text());
    }
    if (!fits || !attributes.isWhole()) {
      headers.put("postern-attributes-omitted", "true");
    }
    return headers;
  }

  /** All headers but those of HTTP itself, for an attempt made now. */
  Map<String, String> headers(List<Secret> secrets, Instant now) {
    long timestamp = now.getEpochSecond();
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("content-type", type);
    all.put("user-agent", "postern");
    all.put("webhook-id", id);
    all.put("webhook-timestamp", Long.toString(timestamp));
    all.put("webhook-signature", Signature.of(secrets, id, timestamp, body));
    return all;
  }
}
