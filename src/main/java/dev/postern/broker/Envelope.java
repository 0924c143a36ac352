package dev.postern.broker;

import dev.postern.message.Additions;
import dev.postern.message.Attribute;
import dev.postern.message.Attributes;
import dev.postern.message.BrokerText;
import dev.postern.message.Content;
import dev.postern.message.Flaw;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Message;
import dev.postern.message.Stamp;
import dev.postern.message.TraceParent;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
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

  private static final String TRACE_PARENT = "traceparent";

  /** What {@code postern-id} counts for: its name, the type String and 36 characters. */
  private static final int ID_SIZE = ID.length() + "String".length() + 36;

  /** In place of a message whose number is to be passed by: the number or clock, and this. */
  public static final String GAP = "postern-gap";

  /**
   * The envelope of a message.
   *
   * @throws InvalidMessage where the caller's attributes and Postern's together are more than ten;
   *     tracing gives way before that
   */
  public static Envelope of(Message message, Stamp stamp) {
    Content content = message.content();
    if (content.isErased()) {
      throw new IllegalStateException("a message whose payload was erased is not sent");
    }
    Additions additions = Additions.to(content.type(), content.payload(), stamp);
    int free = additions.free();
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
    Map<String, Attribute> all = new TreeMap<>(additions.attributes());
    if (asked < free) {
      message
          .terms()
          .trace()
          .ifPresent(trace -> all.put(TRACE_PARENT, new Attribute.Text(trace.value())));
    }
    all.putAll(content.attributes().byName());
    return new Envelope(
        additions
            .text()
            .orElseGet(() -> Base64.getEncoder().encodeToString(content.payload().array())),
        Collections.unmodifiableMap(all));
  }

  /** What stands in for a message that will not come, so that nobody waits for its number. */
  public static Envelope gap(Stamp stamp) {
    Map<String, Attribute> attributes = new TreeMap<>(stamp.attributes());
    attributes.put(GAP, new Attribute.Text("true"));
    return new Envelope("{}", Collections.unmodifiableMap(attributes));
  }

  /** The same, with the stamp that the message got in place of the one that was foreseen. */
  public Envelope stamped(Stamp stamp) {
    if (stamp.equals(Stamp.NONE)) {
      return this;
    }
    Map<String, Attribute> stamped = new TreeMap<>(attributes);
    stamped.putAll(stamp.attributes());
    return new Envelope(body, Collections.unmodifiableMap(stamped));
  }

  /** The same with this context of its trace, which is as long; without any where none had room. */
  Envelope within(TraceParent context) {
    if (!attributes.containsKey(TRACE_PARENT)) {
      return this;
    }
    Map<String, Attribute> carried = new TreeMap<>(attributes);
    carried.put(TRACE_PARENT, new Attribute.Text(context.value()));
    return new Envelope(body, Collections.unmodifiableMap(carried));
  }

  /** The bytes that count against the broker's limit: body and all attributes. */
  public int size() {
    return BrokerText.utf8Bytes(body) + Attributes.size(attributes) + ID_SIZE;
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
