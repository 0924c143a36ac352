package dev.postern.aws;

import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.Progress;
import dev.postern.ledger.ReplicaId;
import dev.postern.message.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A journal entry as stored: the messages by their places, the progress by place. */
final class JournalForm {
  /** The progress of the message at a place is written here, never the whole map. */
  static final String PROGRESS = "pr";

  static final String OWNER = "ow";

  /** An entry outlives every record that names it. */
  private static final Duration TTL_MARGIN = Duration.ofDays(7);

  private JournalForm() {}

  static Map<String, AttributeValue> write(JournalEntry entry, Instant keepUntil) {
    return Item.at(Key.journal(entry.id()))
        .put(OWNER, entry.owner().value())
        .put("op", Item.millis(entry.openedAt()))
        .put(
            "ids",
            AttributeValue.fromL(
                entry.messages().stream().map(id -> Item.string(id.toString())).toList()))
        .put(PROGRESS, AttributeValue.fromM(Map.of()))
        .put("ttl", Item.seconds(keepUntil.plus(TTL_MARGIN)))
        .attributes();
  }

  static JournalEntry read(EntryId id, Item item) {
    Map<Integer, Progress> progress = new HashMap<>();
    item.map(PROGRESS)
        .forEach(
            (place, form) -> progress.put(Integer.parseInt(place), OutcomeForm.readProgress(form)));
    return new JournalEntry(
        id,
        new ReplicaId(item.text(OWNER)),
        item.instant("op"),
        item.attributes().get("ids").l().stream()
            .map(value -> MessageId.parse(value.s()).orElseThrow())
            .toList(),
        progress);
  }
}
