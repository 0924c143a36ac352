package dev.postern.aws;

import dev.postern.broker.Envelope;
import dev.postern.message.Attribute;
import dev.postern.message.GroupId;
import dev.postern.message.InvalidMessage;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Poison;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** A message as SQS gives it. Whatever its producer wrote into it, it can be read. */
final class ArrivalForm {
  private ArrivalForm() {}

  static Arrival read(Message message) {
    List<String> flaws = new ArrayList<>();
    Map<String, Attribute> attributes = attributes(message.messageAttributes(), flaws);
    Inbound inbound =
        new Inbound(
            id(message, attributes),
            group(message, flaws),
            message.body(),
            attributes,
            Instant.ofEpochMilli(number(message, MessageSystemAttributeName.SENT_TIMESTAMP, 0)));
    return new Arrival(
        inbound,
        message.messageId(),
        message.receiptHandle(),
        (int) number(message, MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, 1),
        flaws.isEmpty()
            ? Optional.empty()
            : Optional.of(new Arrival.Flaw(Poison.UNREADABLE, String.join("; ", flaws))));
  }

  /** Those that can be read. */
  private static Map<String, Attribute> attributes(
      Map<String, MessageAttributeValue> values, List<String> flaws) {
    Map<String, Attribute> attributes = new TreeMap<>();
    new TreeMap<>(values)
        .forEach(
            (name, value) -> {
              try {
                attributes.put(name, SqsAttribute.read(value));
              } catch (InvalidMessage refused) {
                flaws.add("attribute " + name + " must " + refused.limit());
              }
            });
    return attributes;
  }

  /**
   * A mark in place of a message has its message's id, but is another: the message may come after
   * all. A deduplication id that the queue made of the body says nothing: the same words may be
   * said twice.
   */
  private static InboundId id(Message message, Map<String, Attribute> attributes) {
    String mark = attributes.containsKey(Envelope.GAP) ? "-gap" : "";
    return Optional.ofNullable(attributes.get(Envelope.ID))
        .flatMap(value -> value.<Optional<String>>fold(Optional::of, bytes -> Optional.empty()))
        .map(id -> id + mark)
        .filter(ArrivalForm::canBeId)
        .or(
            () ->
                system(message, MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID)
                    .filter(given -> !given.equals(digest(message.body()))))
        .filter(ArrivalForm::canBeId)
        .map(InboundId::new)
        .orElseGet(() -> new InboundId(message.messageId()));
  }

  private static String digest(String body) {
    return HexFormat.of().formatHex(Sha256.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean canBeId(String text) {
    return !text.isEmpty() && text.length() <= InboundId.MOST_CHARACTERS;
  }

  private static Optional<GroupId> group(Message message, List<String> flaws) {
    try {
      return system(message, MessageSystemAttributeName.MESSAGE_GROUP_ID).map(GroupId::new);
    } catch (InvalidMessage refused) {
      flaws.add("group must " + refused.limit());
      return Optional.empty();
    }
  }

  private static Optional<String> system(Message message, MessageSystemAttributeName name) {
    return Optional.ofNullable(message.attributes().get(name));
  }

  private static long number(Message message, MessageSystemAttributeName name, long absent) {
    return system(message, name).map(Long::parseLong).orElse(absent);
  }
}
