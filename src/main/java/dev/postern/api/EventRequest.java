package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.destination.EventForm;
import dev.postern.message.Additions;
import dev.postern.message.Attribute;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.Content;
import dev.postern.message.ContentType;
import dev.postern.message.Flaw;
import dev.postern.message.GroupId;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Message;
import dev.postern.message.Stamp;
import dev.postern.message.Tenant;
import dev.postern.message.Terms;
import dev.postern.publish.Call;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A call to publish events: what its headers say holds for each of them. */
record EventRequest(PublishRequest asked, Tenant tenant, Destination destination) {
  /** What headers of a message are called where they are attributes of one event of several. */
  private static final Map<String, String> NAMES =
      Map.of(IdempotencyKey.FIELD, "id", GroupId.FIELD, "partitionkey");

  /** The event that is the body. */
  Call structured(byte[] body, Call.Patience patience) {
    return call(EventJson.one(body), Optional.of(new Bytes(body)), patience);
  }

  /** The event whose data is the body. */
  Call binary(byte[] body, Call.Patience patience) {
    return call(EventHeaders.read(asked.headers(), body), Optional.empty(), patience);
  }

  private Call call(Event event, Optional<Bytes> structured, Call.Patience patience) {
    Message message = message(event, structured);
    return new Call(
        destination,
        asked.key().or(() -> key(event, message)),
        message,
        asked.expected(),
        patience);
  }

  /** The event as one of several. */
  Item item(EventMembers members) {
    Optional<GroupId> group = Optional.empty();
    try {
      group = asked.group().or(() -> Event.group(members.attributes()));
      Event event = members.event();
      Message message = message(event, Optional.of(members.itself()));
      return new Item.Legible(destination, key(event, message), message, NAMES);
    } catch (InvalidMessage invalid) {
      return new Item.Illegible(group, ItemResult.problem(invalid, destination, NAMES));
    }
  }

  /**
   * Refuses a key, and an expectation, for several events.
   *
   * @throws InvalidMessage where there is one
   */
  EventRequest withoutKey() {
    if (asked.key().isPresent()) {
      throw new InvalidMessage(
          Flaw.IDEMPOTENCY_KEY_MALFORMED,
          IdempotencyKey.FIELD,
          "not be given with a batch of events: each has a key of its own, by its source and id");
    }
    asked.withoutExpectation();
    return this;
  }

  /** With at-most-once no key is kept, so the event's own would promise too much. */
  private static Optional<IdempotencyKey> key(Event event, Message message) {
    return Optional.of(event.key()).filter(any -> message.terms().guarantee().isTracked());
  }

  private Message message(Event event, Optional<Bytes> structured) {
    Optional<GroupId> group = asked.group().or(event::group);
    Terms terms = asked.terms(tenant, destination);
    boolean binary = destination.policy().forms().cloudEvents() == EventForm.BINARY;
    Content content =
        binary
            ? binary(event)
            : new Content(
                structured.orElseGet(() -> EventJson.write(event)),
                EventJson.ONE,
                asked.attributes());
    return new Message(tenant, destination.name(), group, content, terms);
  }

  private Content binary(Event event) {
    ContentType type = event.type().orElse(ContentType.OCTET_STREAM);
    SortedMap<String, Attribute> all = new TreeMap<>(asked.attributes().byName());
    for (String name : all.keySet()) {
      if (name.startsWith(EventHeaders.PREFIX)) {
        throw new InvalidMessage(
            Flaw.ATTRIBUTES_MALFORMED,
            Attributes.FIELD,
            "leave names that begin with ce- to the event's own, unlike \"" + name + "\"");
      }
    }
    event
        .attributes()
        .forEach(
            (name, value) -> {
              if (!name.equals(Event.DATA_CONTENT_TYPE)) {
                all.put(EventHeaders.PREFIX + name, new Attribute.Text(value));
              }
            });
    int free =
        Additions.to(type, event.data(), Stamp.NONE).free() - (destination.isNumbered() ? 1 : 0);
    if (all.size() > free) {
      throw new InvalidMessage(
          Flaw.ATTRIBUTES_MALFORMED,
          Attributes.FIELD,
          "have, together with those of the event, at most "
              + free
              + " attributes beside those that Postern adds to this message, these are "
              + all.size());
    }
    return new Content(event.data(), type, new Attributes(all));
  }
}
