package dev.postern.aws;

import dev.postern.lane.Head;
import dev.postern.lane.LaneEntry;
import dev.postern.lane.LaneId;
import dev.postern.ledger.ReplicaId;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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
  static final String ENTRY_DUE_AT = "nx";
  static final String SKIPPED = "skp";
  static final String REDRIVEN_AT = "rd";
  static final String MAY_BE_PUBLISHED = "mp";
  static final String MESSAGE = "id";

  private static final Duration TOMBSTONE_MARGIN = Duration.ofDays(7);

  private LaneForm() {}

  /** Where a lane is found while it is not clear. */
  static AttributeValue dueShard(LaneId lane) {
    return dueShard(lane.destination(), lane.dueShard());
  }

  static AttributeValue dueShard(DestinationName destination, int shard) {
    return Item.string(destination + "#" + shard);
  }

  /** Where blocked lanes are listed, and no drainer looks. */
  static AttributeValue blockedShard(DestinationName destination) {
    return Item.string("blocked#" + destination);
  }

  static Head readHead(Item item) {
    return new Head(
        item.longOr(TAIL, 0),
        item.longOr(DONE, 0),
        new Head.Holding(
            item.maybeText(HOLDER).map(ReplicaId::new),
            item.longOr(FENCE, 0),
            item.longOr(COUNTER, 0)),
        readRetry(item),
        item.maybeText(BLOCKED_BY).flatMap(MessageId::parse),
        item.maybeText(SKIPPED).flatMap(MessageId::parse));
  }

  private static Head.Retry readRetry(Item item) {
    return new Head.Retry(
        (int) item.longOr(TRIES, 0),
        (int) item.longOr(CHARGED, 0),
        item.maybeInstant(DUE_AT),
        item.maybeInstant(ATTEMPTED_AT),
        item.maybeText(LAST_ERROR));
  }

  static Item write(Key key, LaneEntry entry) {
    Item item = Item.at(key);
    return entry.fold(
        waiting -> {
          waiting.unknownSince().ifPresent(at -> item.put(UNKNOWN_SINCE, Item.millis(at)));
          writeRetry(waiting.retry(), item);
          waiting
              .redrive()
              .ifPresent(
                  redrive ->
                      item.put(REDRIVEN_AT, Item.millis(redrive.at()))
                          .put(
                              MAY_BE_PUBLISHED, AttributeValue.fromBool(redrive.mayBePublished())));
          return item.put(MESSAGE, waiting.message().toString());
        },
        // What tells a tombstone is that it has no message; it goes long after any late put
        // arrived.
        placed -> item.put("ttl", Item.seconds(placed.at().plus(TOMBSTONE_MARGIN))));
  }

  /** Not {@code dueAt}: that name is the index's, which an entry must stay out of. */
  private static void writeRetry(Head.Retry retry, Item item) {
    if (retry.tries() > 0) {
      item.put(TRIES, Item.number(retry.tries())).put(CHARGED, Item.number(retry.charged()));
    }
    retry.dueAt().ifPresent(at -> item.put(ENTRY_DUE_AT, Item.millis(at)));
    item.put(LAST_ERROR, retry.lastError());
  }

  private static Head.Retry readEntryRetry(Item item) {
    return new Head.Retry(
        (int) item.longOr(TRIES, 0),
        (int) item.longOr(CHARGED, 0),
        item.maybeInstant(ENTRY_DUE_AT),
        Optional.empty(),
        item.maybeText(LAST_ERROR));
  }

  private static Optional<LaneEntry.Redrive> readRedrive(Item item) {
    return item.maybeInstant(REDRIVEN_AT)
        .map(
            at ->
                new LaneEntry.Redrive(
                    at, Boolean.TRUE.equals(item.attributes().get(MAY_BE_PUBLISHED).bool())));
  }

  static LaneEntry readEntry(Item item) {
    Optional<MessageId> message = item.maybeText(MESSAGE).flatMap(MessageId::parse);
    return message.isPresent()
        ? new LaneEntry.Waiting(
            message.get(),
            item.maybeInstant(UNKNOWN_SINCE),
            readEntryRetry(item),
            readRedrive(item))
        : new LaneEntry.Tombstone(
            Instant.ofEpochSecond(item.longOr("ttl", 0)).minus(TOMBSTONE_MARGIN));
  }
}
