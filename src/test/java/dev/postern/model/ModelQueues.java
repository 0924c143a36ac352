package dev.postern.model;

import dev.postern.broker.Envelope;
import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import dev.postern.message.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What lies on the queues, in the order in which it was accepted. */
public final class ModelQueues {
  /** For how long a FIFO queue remembers a deduplication id, from its first acceptance on. */
  public static final Duration MEMORY = Duration.ofMinutes(5);

  /** A message that was taken in. */
  public record Held(
      DestinationName destination,
      MessageId message,
      Optional<GroupId> group,
      Envelope envelope,
      Instant at,
      String brokerId) {
    /** The payload, or that of a mark. */
    public String body() {
      return envelope.body();
    }
  }

  private final List<Held> held = new ArrayList<>();
  private final List<Held> gaps = new ArrayList<>();
  private final Map<String, Held> remembered = new HashMap<>();
  private boolean deduplicates = true;
  private int leftOut;

  /** Takes each attempt for a message of its own from now on. */
  public void forgetEverything() {
    deduplicates = false;
  }

  /** What is on a queue, first accepted first. */
  public List<Held> on(DestinationName destination) {
    return held.stream().filter(each -> each.destination().equals(destination)).toList();
  }

  /** The marks in place of messages that will not come; they are among nothing else here. */
  public List<Held> gaps() {
    return gaps;
  }

  /** Everything, first accepted first. */
  public List<Held> all() {
    return held;
  }

  /** How often a queue holds that message. */
  public long copies(MessageId message) {
    return held.stream().filter(each -> each.message().equals(message)).count();
  }

  Held take(Held arriving, Optional<String> deduplicationId) {
    if (deduplicationId.isPresent() && deduplicates) {
      Held before = remembered.get(deduplicationId.get());
      if (before != null && before.at().plus(MEMORY).isAfter(arriving.at())) {
        return before;
      }
      remembered.put(deduplicationId.get(), arriving);
    }
    boolean gap = arriving.envelope().attributes().containsKey(Envelope.GAP);
    (gap ? gaps : held).add(arriving);
    return arriving;
  }

  int nextLeftOut() {
    return leftOut++;
  }

  String nextId() {
    return "b" + (held.size() + gaps.size() + 1);
  }
}
