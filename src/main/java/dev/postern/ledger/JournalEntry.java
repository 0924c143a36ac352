package dev.postern.ledger;

import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One batch as its replica wrote it down: which messages it accepts, and how far each has come.
 *
 * @param owner who may settle it; another than the opener once it was recovered
 * @param openedAt stands for the time of the first attempt where no better is known
 * @param messages by their places, at most {@value #MOST_MESSAGES}
 * @param progress by place; a message that is missing is still open
 */
public record JournalEntry(
    EntryId id,
    ReplicaId owner,
    Instant openedAt,
    List<MessageId> messages,
    Map<Integer, Progress> progress) {

  /** With the entry itself as many writes as a store takes at once (DynamoDB: 25 statements). */
  public static final int MOST_MESSAGES = 24;

  public JournalEntry {
    messages = List.copyOf(messages);
    progress = Map.copyOf(progress);
    if (messages.isEmpty() || messages.size() > MOST_MESSAGES) {
      throw new IllegalArgumentException(
          "1 to " + MOST_MESSAGES + " messages, not " + messages.size());
    }
  }

  /** An entry whose messages are all open. */
  public static JournalEntry open(EntryId id, Instant at, List<MessageId> messages) {
    return new JournalEntry(id, id.replica(), at, messages, Map.of());
  }

  /** What the entry says of a message; empty while it is open or where it is not one of its own. */
  public Optional<Progress> progress(MessageId message) {
    return Optional.ofNullable(progress.get(messages.indexOf(message)));
  }

  /** The messages of which it says nothing yet, by place. */
  public Map<Integer, MessageId> open() {
    Map<Integer, MessageId> open = new TreeMap<>();
    for (int place = 0; place < messages.size(); place++) {
      if (!progress.containsKey(place)) {
        open.put(place, messages.get(place));
      }
    }
    return open;
  }
}
