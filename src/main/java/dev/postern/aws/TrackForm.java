package dev.postern.aws;

import dev.postern.message.SubscriptionName;
import dev.postern.order.Track;
import dev.postern.order.TrackId;
import dev.postern.order.Tracks;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tracks and their notes of what was passed by, as stored. */
final class TrackForm {
  private static final String NEXT = "nx";
  private static final String WANTED = "w";
  private static final String HIGHEST = "hi";
  private static final String LAST_TURN = "tl";
  private static final String TURN_DONE = "td";
  private static final String DELIVERIES = "n";
  private static final String OUT_TURN = "ot";
  private static final String OUT_HOLDER = "oh";
  private static final String OUT_UNTIL = "ou";
  private static final String GAP_UP_TO = "gu";
  private static final String GAP_SINCE = "gs";
  private static final String FROM = "fr";

  /** What not every track has: a change to one that has it not takes it away. */
  private static final Set<String> OPTIONAL =
      Set.of(
          OUT_TURN,
          OUT_HOLDER,
          OUT_UNTIL,
          GAP_UP_TO,
          GAP_SINCE,
          LaneForm.DUE_SHARD,
          LaneForm.DUE_AT);

  /** The clocks of those who write and of DynamoDB differ by less. */
  private static final Duration TTL_MARGIN = Duration.ofDays(1);

  private TrackForm() {}

  /** Where a track is found while there is something to be done. */
  static AttributeValue dueShard(SubscriptionName subscription, int shard) {
    return Item.string(Key.tracks(subscription) + shard);
  }

  /** Where those are found that lack something. No lane's shard is named so. */
  static AttributeValue gapShard(SubscriptionName subscription) {
    return Item.string(Key.tracks(subscription) + "gap");
  }

  static Item write(Track track) {
    Item item =
        Item.at(Key.track(track.id()))
            .put(Versioned.VERSION, Item.number(track.version()))
            .put(NEXT, Item.number(track.numbers().next()))
            .put(WANTED, Item.number(track.numbers().wanted()))
            .put(HIGHEST, Item.number(track.numbers().highest()))
            .put(LAST_TURN, Item.number(track.turns().last()))
            .put(TURN_DONE, Item.number(track.turns().done()))
            .put(DELIVERIES, Item.number(track.turns().deliveries()));
    track
        .turns()
        .out()
        .ifPresent(
            out ->
                item.put(OUT_TURN, Item.number(out.turn()))
                    .put(OUT_HOLDER, out.holder())
                    .put(OUT_UNTIL, Item.millis(out.until())));
    track
        .gap()
        .ifPresent(
            gap ->
                item.put(GAP_UP_TO, Item.number(gap.upTo()))
                    .put(GAP_SINCE, Item.millis(gap.since())));
    track
        .dueAt()
        .ifPresent(
            at -> item.put(LaneForm.DUE_SHARD, shard(track)).put(LaneForm.DUE_AT, Item.millis(at)));
    return item;
  }

  private static AttributeValue shard(Track track) {
    SubscriptionName subscription = track.id().subscription();
    return track.gap().isPresent()
        ? gapShard(subscription)
        : dueShard(subscription, track.id().dueShard());
  }

  /** The names that an item of this form might have and that one has not. */
  static Set<String> absent(Item item) {
    Set<String> names = new TreeSet<>(OPTIONAL);
    names.removeAll(item.attributes().keySet());
    return names;
  }

  static Track read(Item item) {
    return new Track(
        Key.trackId(item.text("pk")),
        item.longOr(Versioned.VERSION, 0),
        new Track.Numbers(item.longOr(NEXT, 1), item.longOr(WANTED, 0), item.longOr(HIGHEST, 0)),
        new Track.Turns(
            item.longOr(LAST_TURN, 0),
            item.longOr(TURN_DONE, 0),
            (int) item.longOr(DELIVERIES, 0),
            readOut(item)),
        item.maybeInstant(GAP_SINCE).map(since -> new Track.Gap(item.longOr(GAP_UP_TO, 0), since)),
        item.maybeInstant(LaneForm.DUE_AT));
  }

  private static Optional<Track.Out> readOut(Item item) {
    return item.maybeInstant(OUT_UNTIL)
        .map(until -> new Track.Out(item.longOr(OUT_TURN, 0), item.text(OUT_HOLDER), until));
  }

  static Item write(TrackId track, Tracks.Passed passed) {
    return Item.at(Key.passed(track, passed.to()))
        .put(FROM, Item.number(passed.from()))
        .put("ttl", Item.seconds(passed.expiresAt().plus(TTL_MARGIN)));
  }

  /** The first number that such a note is of. */
  static long readFrom(Item note) {
    return note.longOr(FROM, Long.MAX_VALUE);
  }
}
