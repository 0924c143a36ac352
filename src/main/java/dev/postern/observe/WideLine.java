package dev.postern.observe;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.postern.ledger.EntryId;
import dev.postern.log.Log;
import dev.postern.log.Member;
import dev.postern.log.Said;
import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import dev.postern.message.MessageId;
import dev.postern.message.TraceParent;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A line of the log that tells of a batch or a failure: always the same members, {@value #NOTHING}
 * where there is nothing to say, and of a failure its cause. What is said of several messages
 * stands in their order, with spaces in between; no id or group has a space in it.
 */
final class WideLine {
  static final List<Member> ALWAYS =
      List.of(
          Member.MESSAGE_ID,
          Member.DESTINATION,
          Member.GROUP,
          Member.REPLICA,
          Member.ATTEMPTS,
          Member.OUTCOME,
          Member.LATENCY_MS,
          Member.TRACE_ID);

  private static final String NOTHING = "-";

  private static final Map<Member, Said> NOTHING_SAID =
      ALWAYS.stream()
          .collect(
              Collectors.toMap(
                  each -> each,
                  each -> each.is(NOTHING),
                  (one, other) -> one,
                  () -> new EnumMap<>(Member.class)));

  @CompileTimeConstant private final String event;
  private final EnumMap<Member, Said> said = new EnumMap<>(NOTHING_SAID);

  /** A line about that, with nothing said yet. */
  WideLine(@CompileTimeConstant String event) {
    this.event = event;
  }

  WideLine messages(Collection<MessageId> ids) {
    return say(Member.MESSAGE_ID, ids);
  }

  WideLine destination(DestinationName destination) {
    return say(Member.DESTINATION, destination);
  }

  WideLine groups(Collection<Optional<GroupId>> groups) {
    return say(
        Member.GROUP,
        groups.stream().map(group -> group.map(GroupId::value).orElse(NOTHING)).toList());
  }

  WideLine replica(Object replica) {
    return say(Member.REPLICA, replica);
  }

  WideLine attempts(Collection<Integer> attempts) {
    return say(Member.ATTEMPTS, attempts);
  }

  WideLine outcomes(Collection<String> outcomes) {
    return say(Member.OUTCOME, outcomes);
  }

  WideLine latency(Duration latency) {
    return say(Member.LATENCY_MS, latency.toMillis());
  }

  WideLine traces(Collection<Optional<TraceParent>> traces) {
    return say(
        Member.TRACE_ID,
        traces.stream().map(trace -> trace.map(TraceParent::traceId).orElse(NOTHING)).toList());
  }

  WideLine entry(EntryId entry) {
    return say(Member.ENTRY, entry);
  }

  /** The code of an error, without the sentence after it, which may quote what was sent. */
  WideLine cause(String code) {
    return say(Member.CAUSE, code);
  }

  private WideLine say(Member member, Collection<?> values) {
    return say(member, values.stream().map(Object::toString).collect(Collectors.joining(" ")));
  }

  private WideLine say(Member member, Object value) {
    said.put(member, member.is(value));
    return this;
  }

  void writeAsInfo(Log log) {
    log.info(event, all());
  }

  void writeAsWarning(Log log) {
    log.warn(event, all());
  }

  private Said[] all() {
    return said.values().toArray(Said[]::new);
  }
}
