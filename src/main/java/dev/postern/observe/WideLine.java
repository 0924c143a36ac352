package dev.postern.observe;

import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import dev.postern.message.MessageId;
import dev.postern.message.TraceParent;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A line of the log that tells of a batch or a failure: always the same keys, {@value #NOTHING}
 * where there is nothing to say. What is said of several messages stands in their order, with
 * spaces in between; no id or group has a space in it.
 */
final class WideLine {
  static final List<String> KEYS =
      List.of(
          "messageId",
          "destination",
          "group",
          "replica",
          "attempts",
          "outcome",
          "latencyMs",
          "traceId");

  private static final String NOTHING = "-";

  private final String event;
  private final Map<String, String> members = new LinkedHashMap<>();

  /** A line about that, with nothing said yet. */
  WideLine(String event) {
    this.event = event;
    KEYS.forEach(key -> members.put(key, NOTHING));
  }

  WideLine messages(Collection<MessageId> ids) {
    return say("messageId", ids);
  }

  WideLine destination(DestinationName destination) {
    return say("destination", List.of(destination));
  }

  WideLine groups(Collection<Optional<GroupId>> groups) {
    return say(
        "group", groups.stream().map(group -> group.map(GroupId::value).orElse(NOTHING)).toList());
  }

  WideLine replica(Object replica) {
    return say("replica", List.of(replica));
  }

  WideLine attempts(Collection<Integer> attempts) {
    return say("attempts", attempts);
  }

  WideLine outcomes(Collection<String> outcomes) {
    return say("outcome", outcomes);
  }

  WideLine latency(Duration latency) {
    return say("latencyMs", List.of(latency.toMillis()));
  }

  WideLine traces(Collection<Optional<TraceParent>> traces) {
    return say(
        "traceId",
        traces.stream().map(trace -> trace.map(TraceParent::traceId).orElse(NOTHING)).toList());
  }

  private WideLine say(String key, Collection<?> values) {
    members.put(key, values.stream().map(Object::toString).collect(Collectors.joining(" ")));
    return this;
  }

  String event() {
    return event;
  }

  Map<String, String> members() {
    return members;
  }

  /** In one line of text: {@code key=value}, in quotes where it has a space. */
  String text() {
    return members.entrySet().stream()
        .map(
            member ->
                member.getKey()
                    + "="
                    + (member.getValue().contains(" ")
                        ? '"' + member.getValue() + '"'
                        : member.getValue()))
        .collect(Collectors.joining(" ", event + ": ", ""));
  }
}
