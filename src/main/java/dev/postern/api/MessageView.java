package dev.postern.api;

import dev.postern.message.CausalContext;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.Message;
import dev.postern.message.Outcome;
import dev.postern.message.Stamp;
import dev.postern.message.Status;
import dev.postern.message.SubscriptionName;
import dev.postern.publish.Answer;
import dev.postern.publish.MessageState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages as answers show them; members that do not apply are absent. */
final class MessageView {
  /** UTC with milliseconds, always, so that times compare as text. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Map<String, Object> members = new LinkedHashMap<>();

  private MessageView() {}

  static Map<String, Object> of(MessageState state) {
    MessageView view = new MessageView();
    view.put("id", state.id().toString());
    view.address(state.message(), state.status());
    Stamp stamp = state.stamp();
    stamp.sequence().ifPresent(number -> view.put("sequence", number));
    causalContext(state).ifPresent(context -> view.put("causalContext", context));
    view.put("acceptedAt", time(state.id().acceptedAt()));
    state
        .outcome()
        .ifPresentOrElse(
            outcome -> outcome.fold(view::published, view::dead),
            () -> view.trying(state.trying()));
    if (!state.processed().isEmpty()) {
      view.put("processed", processed(state));
    }
    view.put("possibleDuplicate", state.isPossibleDuplicate());
    view.put("contentType", state.message().content().type().value());
    view.put("payloadBytes", state.message().content().size());
    state.payloadErasedAt().ifPresent(at -> view.put("payloadErasedAt", time(at)));
    view.put("expiresAt", time(state.expiresAt()));
    return view.members;
  }

  /** What a caller who has seen the message knows, itself included. */
  static Optional<String> causalContext(MessageState state) {
    Message message = state.message();
    return state
        .stamp()
        .clock()
        .map(own -> CausalContext.write(own.clock(), message.tenant(), message.destination()));
  }

  /** At-most-once: nothing is kept, so there is nothing to name but what the broker said. */
  static Map<String, Object> of(Message message, Answer.Sent sent) {
    MessageView view = new MessageView();
    view.address(message, Status.PUBLISHED);
    view.put("brokerMessageId", sent.brokerMessageId());
    sent.sequenceNumber().ifPresent(number -> view.put("brokerSequenceNumber", number));
    return view.members;
  }

  /** First to acknowledge first. */
  private static List<Map<String, Object>> processed(MessageState state) {
    return state.processed().entrySet().stream()
        .sorted(
            Map.Entry.<SubscriptionName, Instant>comparingByValue()
                .thenComparing(each -> each.getKey().value()))
        .map(
            each -> {
              MessageView by = new MessageView();
              by.put("subscription", each.getKey().value());
              by.put("at", time(each.getValue()));
              return by.members;
            })
        .toList();
  }

  private void address(Message message, Status status) {
    Guarantee guarantee = message.terms().guarantee();
    put("destination", message.destination().value());
    message.group().map(GroupId::value).ifPresent(group -> put("groupId", group));
    put("guarantee", guarantee.word());
    put("status", status.word());
  }

  private MessageView published(Outcome.Published published) {
    put("publishedAt", time(published.at()));
    put("attempts", published.attempts());
    put("brokerMessageId", published.brokerMessageId());
    published.brokerSequenceNumber().ifPresent(number -> put("brokerSequenceNumber", number));
    return this;
  }

  private MessageView dead(Outcome.Dead dead) {
    put("reason", dead.reason().word());
    put("diedAt", time(dead.at()));
    put("attempts", dead.attempts());
    put("lastError", dead.lastError());
    return this;
  }

  private void trying(MessageState.Trying trying) {
    put("attempts", trying.attempts());
    trying.lastError().ifPresent(error -> put("lastError", error));
    trying.nextAttemptAt().ifPresent(at -> put("nextAttemptAt", time(at)));
  }

  private void put(String name, Object value) {
    members.put(name, value);
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }
}
