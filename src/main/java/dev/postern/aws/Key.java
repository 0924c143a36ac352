package dev.postern.aws;

import dev.postern.lane.LaneId;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.SeriesId;
import dev.postern.message.DestinationName;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import dev.postern.message.SubscriptionName;
import dev.postern.order.Spot;
import dev.postern.order.TrackId;
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
  private static final String TRACK = "track#";
  private static final String TRACK_HEAD = "a";
  private static final String BACK = "b#";

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

  /** Its head, which sorts before its entries. */
  static Key track(TrackId track) {
    return new Key(tracks(track.subscription()) + track.key(), TRACK_HEAD);
  }

  /** What the keys of a subscription's tracks begin with. */
  static String tracks(SubscriptionName subscription) {
    return TRACK + subscription + "#";
  }

  /** Those that were sent back sort before those that have a number. */
  static Key trackEntry(TrackId track, Spot spot) {
    return new Key(track(track).pk(), trackEntry(spot));
  }

  private static String trackEntry(Spot spot) {
    return spot instanceof Spot.Numbered numbered
        ? ENTRY + padded(numbered.number())
        : BACK + ((Spot.Back) spot).id();
  }

  /**
   * What is too long for the entry's own item; apart from them, so that looks do not read it, and
   * from each other, since together they are more than DynamoDB writes in one place at once.
   */
  static Key trackEntryPart(TrackId track, Spot spot, int number) {
    return new Key(
        "tpart#" + number + "#" + track.subscription() + "#" + track.key(), trackEntry(spot));
  }

  static boolean isTrack(Item item) {
    return item.text("sk").equals(TRACK_HEAD);
  }

  static TrackId trackId(String pk) {
    int end = pk.indexOf('#', TRACK.length());
    return new TrackId(
        new SubscriptionName(pk.substring(TRACK.length(), end)), pk.substring(end + 1));
  }

  static Spot trackSpot(String sk) {
    return sk.startsWith(BACK)
        ? new Spot.Back(sk.substring(BACK.length()))
        : new Spot.Numbered(entryNumber(sk));
  }

  /** The note of numbers that were passed by, below that one. */
  static Key passed(TrackId track, long to) {
    return new Key("passed#" + track.subscription() + "#" + track.key(), padded(to));
  }

  static Key pause(SubscriptionName subscription) {
    return new Key("sub#" + subscription, "pause");
  }

  static String padded(long number) {
    return String.format("%019d", number);
  }

  static Key of(Item item) {
    return new Key(item.text("pk"), item.text("sk"));
  }

  Map<String, AttributeValue> attributes() {
    return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
  }
}
