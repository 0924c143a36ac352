package dev.postern.aws;

import dev.postern.lane.Head;
import dev.postern.lane.LaneEntry;
import dev.postern.ledger.ReplicaId;
import dev.postern.message.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Lane heads and entries as stored. */
final class LaneForm {
  static final String TAIL = "tail";
  static final String DONE = "done";
  static final String HOLDER = "holder";
  static final String FENCE = "fence";
  static final String COUNTER = "ctr";
  static final String TRIES = "tries";
  static final String CHARGED = "chg";
  static final String DUE_SHARD = "dueShard";
  static final String DUE_AT = "dueAt";
  static final String ATTEMPTED_AT = "att";
  static final String LAST_ERROR = "err";
  static final String BLOCKED_BY = "blk";
  static final String UNKNOWN_SINCE = "us";
  private static final String MESSAGE = "id";

  private static final Duration TOMBSTONE_MARGIN = Duration.ofDays(7);

  private LaneForm() {}

  static Head readHead(Item item) {
    return new Head(
        item.longOr(TAIL, 0),
        item.longOr(DONE, 0),
        new Head.Holding(
            item.maybeText(HOLDER).map(ReplicaId::new),
            item.longOr(FENCE, 0),
            item.longOr(COUNTER, 0)),
        new Head.Retry(
            (int) item.longOr(TRIES, 0),
            (int) item.longOr(CHARGED, 0),
            item.maybeInstant(DUE_AT),
            item.maybeInstant(ATTEMPTED_AT),
            item.maybeText(LAST_ERROR)),
        item.maybeText(BLOCKED_BY).flatMap(MessageId::parse));
  }

  static Item write(Key key, LaneEntry entry) {
    Item item = Item.at(key);
    return entry.fold(
        waiting -> {
          waiting.unknownSince().ifPresent(at -> item.put(UNKNOWN_SINCE, Item.millis(at)));
          return item.put(MESSAGE, waiting.message().toString());
        },
        // What tells a tombstone is that it has no message; it goes long after any late put
        // arrived.
        placed -> item.put("ttl", Item.seconds(placed.at().plus(TOMBSTONE_MARGIN))));
  }

  static LaneEntry readEntry(Item item) {
    Optional<MessageId> message = item.maybeText(MESSAGE).flatMap(MessageId::parse);
    return message.isPresent()
        ? new LaneEntry.Waiting(message.get(), item.maybeInstant(UNKNOWN_SINCE))
        : new LaneEntry.Tombstone(
            Instant.ofEpochSecond(item.longOr("ttl", 0)).minus(TOMBSTONE_MARGIN));
  }
}
