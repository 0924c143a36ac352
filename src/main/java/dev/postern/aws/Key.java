package dev.postern.aws;

import dev.postern.lane.LaneId;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.SeriesId;
import dev.postern.message.DestinationName;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import dev.postern.message.SubscriptionName;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Letter;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where an item stands in the table. */
record Key(String pk, String sk) {
  static final String REPLICAS = "replicas";

  private static final String LANE = "lane#";
  private static final String DELIVERY = "dlv#";
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

  static Key delivery(SubscriptionName subscription, InboundId message) {
    return new Key(DELIVERY + subscription + "#" + message, "dlv");
  }

  static SubscriptionName deliverySubscription(String pk) {
    return new SubscriptionName(
        pk.substring(DELIVERY.length(), pk.indexOf('#', DELIVERY.length())));
  }

  static InboundId deliveryMessage(String pk) {
    return new InboundId(pk.substring(pk.indexOf('#', DELIVERY.length()) + 1));
  }

  static Key letter(SubscriptionName subscription, Letter.Place place) {
    return new Key(
        letters(subscription), padded(place.diedAt().toEpochMilli()) + "#" + place.message());
  }

  static String letters(SubscriptionName subscription) {
    return "sdead#" + subscription;
  }

  static Letter.Place letterPlace(String sk) {
    int end = sk.indexOf('#');
    return new Letter.Place(
        Instant.ofEpochMilli(Long.parseLong(sk.substring(0, end))),
        new InboundId(sk.substring(end + 1)));
  }

  /** What is too long for the letter's own item; apart from them, so that lists do not read it. */
  static Key letterPart(SubscriptionName subscription, Letter.Place place, long number) {
    return new Key(
        letters(subscription) + "#" + place.message(),
        padded(place.diedAt().toEpochMilli()) + "#" + padded(number));
  }

  /** The lane whose head or entry stands under this key. */
  static LaneId lane(String pk) {
    int end = pk.indexOf('#', LANE.length());
    return new LaneId(new DestinationName(pk.substring(LANE.length(), end)), pk.substring(end + 1));
  }

  static long entryNumber(String sk) {
    return Long.parseLong(sk.substring(ENTRY.length()));
  }

  static Key pause(SubscriptionName subscription) {
    return new Key("sub#" + subscription, "pause");
  }

  static String padded(long number) {
    return String.format("%019d", number);
  }

  Map<String, AttributeValue> attributes() {
    return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
  }
}
