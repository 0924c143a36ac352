package dev.postern.message;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Postern adds to the attributes of a message, beside its id and tracing.
 *
 * @param text the payload as SQS can carry it, if it can
 */
public record Additions(Optional<String> text, Map<String, Attribute> attributes) {
  /** The attribute that names the payload's type, where it is not JSON. */
  public static final String CONTENT_TYPE = "content-type";

  /** The attribute that says that the body is the payload in base64. */
  public static final String TRANSFER_ENCODING = "content-transfer-encoding";

  /** To a message of that type and payload. */
  public static Additions to(ContentType type, Bytes payload, Stamp stamp) {
    Map<String, Attribute> added = new TreeMap<>(stamp.attributes());
    if (!type.equals(ContentType.JSON)) {
      added.put(CONTENT_TYPE, new Attribute.Text(type.value()));
    }
    Optional<String> text = BrokerText.decodeUtf8(payload.array()).filter(BrokerText::canCarry);
    if (text.isEmpty()) {
      added.put(TRANSFER_ENCODING, new Attribute.Text("base64"));
    }
    return new Additions(text, added);
  }

  /** How many of the ten are left for the caller; the message's id is always one. */
  public int free() {
    return Attributes.MOST - 1 - attributes.size();
  }
}
