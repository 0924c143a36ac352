package dev.postern.aws;

import dev.postern.lane.LaneId;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.SeriesId;
import dev.postern.message.DestinationName;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where an item stands in the table. */
record Key(String pk, String sk) {
  static final String REPLICAS = "replicas";

  private static final String LANE = "lane#";
  private static final String SERIES = "series#";
  private static final String HEAD = "head";
  private static final String ENTRY = "e#";

  static Key record(KeyHash hash) {
    return new Key("rec#" + hash, "rec");
  }

  static Key journal(EntryId entry) {
    return new Key(journal(entry.replica(), entry.shard()), padded(entry.number()));
  }

  static String journal(ReplicaId replica, int shard) {
    return "jrn#" + replica + "#" + shard;
  }

  static Key replica(ReplicaId replica) {
    return new Key(REPLICAS, replica.value());
  }

  static Key head(LaneId lane) {
    return new Key(LANE + lane, HEAD);
  }

  static Key entry(LaneId lane, long number) {
    return new Key(LANE + lane, ENTRY + padded(number));
  }

  /** The end of a series. It stands apart from lanes, which are written to all the time. */
  static Key series(SeriesId series) {
    return new Key(SERIES + series, "end");
  }

  static SeriesId series(String pk) {
    int end = pk.indexOf('#', SERIES.length());
    return new SeriesId(
        new DestinationName(pk.substring(SERIES.length(), end)), pk.substring(end + 1));
  }

  static Key deadLetter(DestinationName destination, Instant at, MessageId message) {
    return new Key(deadLetters(destination), padded(at.toEpochMilli()) + "#" + message);
  }

  static String deadLetters(DestinationName destination) {
    return "dead#" + destination;
  }

  /** The lane whose head or entry stands under this key. */
  static LaneId lane(String pk) {
    int end = pk.indexOf('#', LANE.length());
    return new LaneId(new DestinationName(pk.substring(LANE.length(), end)), pk.substring(end + 1));
  }

  static long entryNumber(String sk) {
    return Long.parseLong(sk.substring(ENTRY.length()));
  }

  static String padded(long number) {
    return String.format("%019d", number);
  }

  Map<String, AttributeValue> attributes() {
    return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
  }
}
