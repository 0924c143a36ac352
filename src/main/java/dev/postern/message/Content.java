package dev.postern.message;

import java.util.OptionalInt;

/**
 * What a message says: its payload, byte for byte, with its type and attributes.
 *
 * <p>A payload has at least one byte, since neither SQS nor SNS takes an empty body; one whose type
 * is JSON is well-formed UTF-8 (RFC 8259 section 8.1). Once it is erased, neither payload nor
 * attributes are left.
 *
 * @param erasedBytes how many bytes the payload had, where it was erased
 */
public record Content(
    Bytes payload, ContentType type, Attributes attributes, OptionalInt erasedBytes) {
  private static final Bytes NOTHING = new Bytes(new byte[0]);

  public Content {
    if (erasedBytes.isPresent()) {
      if (payload.size() > 0 || !attributes.isEmpty()) {
        throw new IllegalArgumentException("something is left of an erased payload");
      }
    } else if (payload.size() == 0) {
      throw new InvalidMessage(Flaw.PAYLOAD_MISSING, "payload", "have at least one byte");
    }
    if (type.isJson() && BrokerText.decodeUtf8(payload.array()).isEmpty()) {
      throw new InvalidMessage(
          Flaw.PAYLOAD_MALFORMED, "payload", "be well-formed UTF-8 where its type is JSON");
    }
  }

  public Content(Bytes payload, ContentType type, Attributes attributes) {
    this(payload, type, attributes, OptionalInt.empty());
  }

  /**
   * What is left of a content.
   *
   * @param bytes how many its payload had
   */
  public static Content erased(ContentType type, int bytes) {
    return new Content(NOTHING, type, Attributes.NONE, OptionalInt.of(bytes));
  }

  public boolean isErased() {
    return erasedBytes.isPresent();
  }

  /** How many bytes the payload has, or had. */
  public int size() {
    return erasedBytes.orElse(payload.size());
  }
}
