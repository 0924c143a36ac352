package dev.postern.api;

import dev.postern.message.Attribute;
import dev.postern.message.BrokerText;
import dev.postern.message.Bytes;
import dev.postern.message.GroupId;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Pull;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/** Received messages as answers show them, in the words that batches have for what they publish. */
final class InboundView {
  private InboundView() {}

  static Map<String, Object> of(Pull.Received received) {
    Inbound message = received.message().message();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", message.id().value());
    received
        .token()
        .ifPresent(
            token -> {
              view.put("ackToken", token);
              view.put("ackDeadline", MessageView.time(received.message().ticket().until()));
            });
    view.put("deliveryAttempt", received.message().ticket().attempt());
    describe(message, view);
    content(message, view);
    return view;
  }

  /** What is known of it beside what it says. */
  static void describe(Inbound message, Map<String, Object> view) {
    message.group().map(GroupId::value).ifPresent(group -> view.put("groupId", group));
    message.sequence().ifPresent(sequence -> view.put("sequence", sequence));
    if (message.isGap()) {
      view.put("gap", true);
    }
    view.put("sentAt", MessageView.time(message.sentAt()));
  }

  /** What it says: the payload as text, or in base64 where it is none. */
  static void content(Inbound message, Map<String, Object> view) {
    view.put("contentType", message.contentType());
    SortedMap<String, Attribute> attributes = message.producersAttributes();
    if (!attributes.isEmpty()) {
      Map<String, Object> values = new LinkedHashMap<>();
      attributes.forEach((name, attribute) -> values.put(name, value(attribute)));
      view.put("attributes", values);
    }
    message
        .payload()
        .ifPresent(
            payload ->
                BrokerText.decodeUtf8(payload.array())
                    .ifPresentOrElse(
                        text -> view.put("payload", text),
                        () -> view.put("payloadBase64", base64(payload))));
  }

  private static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static Object value(Attribute attribute) {
    return switch (attribute.type()) {
      case "String" -> text(attribute);
      case "Number" -> new BigDecimal(text(attribute));
      default -> Map.of("type", attribute.type(), "value", text(attribute));
    };
  }

  private static String text(Attribute attribute) {
    return attribute.fold(text -> text, InboundView::base64);
  }
}
