package dev.postern.bench.stub.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.bench.stub.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A queue, or what a topic took: in order of arrival, on FIFO each deduplication id once. */
final class Queue {
  /** What is asked to be sent. */
  record Sending(String body, String group, String deduplicationId, JsonNode attributes) {}

  /** How much of a body is kept where it is not kept whole: what tells messages apart. */
  private static final int MARK = 64;

  private final String name;
  private final boolean fifo;
  private final boolean keepsBodies;
  private final Map<Long, Message> messages = new LinkedHashMap<>();
  private final Map<String, Message> byDeduplicationId = new HashMap<>();
  private final Set<Long> inFlight = new HashSet<>();
  private long sequence;

  Queue(String name, boolean keepsBodies) {
    this.name = name;
    this.fifo = name.endsWith(".fifo");
    this.keepsBodies = keepsBodies;
  }

  String name() {
    return name;
  }

  boolean isFifo() {
    return fifo;
  }

  /** Takes a message, or finds that it has it already. */
  Message send(Sending sending) {
    if (fifo) {
      if (sending.group().isEmpty() || sending.deduplicationId().isEmpty()) {
        throw new Refusal("MissingParameter", "group and deduplication id are needed on FIFO");
      }
      Message first = byDeduplicationId.get(sending.deduplicationId());
      if (first != null) {
        return first;
      }
    } else if (!sending.deduplicationId().isEmpty()) {
      throw new Refusal("InvalidParameterValue", "a deduplication id is for FIFO only");
    }
    String body = sending.body();
    Message message =
        new Message(
            UUID.randomUUID().toString(),
            ++sequence,
            keepsBodies || body.length() <= MARK ? body : body.substring(0, MARK),
            sending.group(),
            keepsBodies ? sending.attributes() : null);
    messages.put(message.sequence(), message);
    if (fifo) {
      byDeduplicationId.put(sending.deduplicationId(), message);
    }
    return message;
  }

  /** Messages that are not in flight and, on FIFO, behind none of their group that is. */
  List<Message> receive(int most) {
    List<Message> received = new ArrayList<>();
    Set<String> busy = new HashSet<>();
    if (fifo) {
      inFlight.forEach(each -> busy.add(messages.get(each).group()));
    }
    for (Iterator<Message> each = messages.values().iterator();
        each.hasNext() && received.size() < most; ) {
      Message message = each.next();
      if (!inFlight.contains(message.sequence()) && !busy.contains(message.group())) {
        received.add(message);
      }
    }
    received.forEach(message -> inFlight.add(message.sequence()));
    return received;
  }

  void delete(long number) {
    messages.remove(number);
    inFlight.remove(number);
  }

  Iterable<Message> messages() {
    return messages.values();
  }

  int size() {
    return messages.size();
  }

  void clear() {
    messages.clear();
    byDeduplicationId.clear();
    inFlight.clear();
  }
}
