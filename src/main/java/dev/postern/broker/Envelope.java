package dev.postern.broker;

import dev.postern.message.Attribute;
import dev.postern.message.Attributes;
import dev.postern.message.BrokerText;
import dev.postern.message.Content;
import dev.postern.message.ContentType;
import dev.postern.message.Flaw;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A message as it lies on the broker, but for its id.
 *
 * @param body the payload as text, or in base64 where SQS can't carry it as text
 * @param attributes the caller's and Postern's, without {@code postern-id}
 */
public record Envelope(String body, Map<String, Attribute> attributes) {
  /** The attribute that names the message, on every message. */
  public static final String ID = "postern-id";

  private static final String CONTENT_TYPE = "content-type";
  private static final String TRANSFER_ENCODING = "content-transfer-encoding";
  private static final String TRACE_PARENT = "traceparent";

  /** What {@code postern-id} counts for: its name, the type String and 36 characters. */
  private static final int ID_SIZE = ID.length() + "String".length() + 36;

  /**
   * The envelope of a message.
   *
   * @throws InvalidMessage where the caller's attributes and Postern's together are more than ten;
   *     tracing gives way before that
   */
  public static Envelope of(Message message) {
    Content content = message.content();
    Map<String, Attribute> added = new TreeMap<>();
    if (!content.type().equals(ContentType.JSON)) {
      added.put(CONTENT_TYPE, new Attribute.Text(content.type().value()));
    }
    Optional<String> text =
        BrokerText.decodeUtf8(content.payload().array()).filter(BrokerText::canCarry);
    if (text.isEmpty()) {
      added.put(TRANSFER_ENCODING, new Attribute.Text("base64"));
    }
    int free = Attributes.MOST - 1 - added.size();
    int asked = content.attributes().byName().size();
    if (asked > free) {
      throw new InvalidMessage(
          Flaw.ATTRIBUTES_MALFORMED,
          Attributes.FIELD,
          "have at most "
              + free
              + " attributes beside those that Postern adds to this message, these are "
              + asked);
    }
    if (asked < free) {
      message
          .terms()
          .trace()
          .ifPresent(trace -> added.put(TRACE_PARENT, new Attribute.Text(trace.value())));
    }
    added.putAll(content.attributes().byName());
    return new Envelope(
        text.orElseGet(() -> Base64.getEncoder().encodeToString(content.payload().array())),
        Collections.unmodifiableMap(added));
  }

  /** The bytes that count against the broker's limit: body and all attributes. */
  public int size() {
    return body.getBytes(StandardCharsets.UTF_8).length + Attributes.size(attributes) + ID_SIZE;
  }

  /**
   * Itself, if it fits.
   *
   * @throws InvalidMessage where it is larger than the destination takes
   */
  public Envelope checked(int maxPayload) {
    int size = size();
    if (size > maxPayload) {
      throw new InvalidMessage(
          Flaw.PAYLOAD_TOO_LARGE,
          "payload",
          "have at most "
              + maxPayload
              + " bytes on the broker, attributes and base64 included; it has "
              + size);
    }
    return this;
  }
}
