package dev.postern.message;

/**
 * What a message says: its payload, byte for byte, with its type and attributes.
 *
 * <p>A payload has at least one byte, since neither SQS nor SNS takes an empty body; one whose type
 * is JSON is well-formed UTF-8 (RFC 8259 section 8.1).
 */
public record Content(Bytes payload, ContentType type, Attributes attributes) {
  public Content {
    if (payload.size() == 0) {
      throw new InvalidMessage(Flaw.PAYLOAD_MISSING, "payload", "have at least one byte");
    }
    if (type.isJson() && BrokerText.decodeUtf8(payload.array()).isEmpty()) {
      throw new InvalidMessage(
          Flaw.PAYLOAD_MALFORMED, "payload", "be well-formed UTF-8 where its type is JSON");
    }
  }
}
