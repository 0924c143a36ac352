package dev.postern.order;

import dev.postern.message.SubscriptionName;
import dev.postern.subscription.InboundId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The durable store of {@link Track tracks} and of what waits in them.
 *
 * <p>Reads are strongly consistent, but for {@link #due} and {@link #lacking}. A stage that fails
 * with {@link dev.postern.ledger.StoreUnavailable} leaves it open whether writes were done.
 * Adapters do not retry by themselves. Thread-safe, never blocking.
 */
public interface Tracks {
  /** How many are read by one call at most. */
  int MOST_READS = 100;

  /** How many are written, kept or removed by one call at most. */
  int MOST_WRITES = 25;

  /** What became of a write. */
  enum Write {
    WRITTEN,
    /** Another change came first, or this one did already. */
    CONFLICT,
    /** Known not to be written, for no fault of its own. */
    FAILED
  }

  /**
   * A change of one track.
   *
   * @param next its version is greater by one than that of the one that it is a change of
   */
  record Change(Track seen, Track next) {}

  /**
   * A track and the first that waits in it.
   *
   * @param track empty where nothing is written of it
   */
  record View(Optional<Track> track, Optional<Entry> first) {}

  /**
   * Numbers that were passed by without their messages.
   *
   * @param from the first
   * @param to the first that was not
   * @param expiresAt until when that is known at least
   */
  record Passed(long from, long to, Instant expiresAt) {}

  /**
   * Those of these tracks that there are.
   *
   * @param tracks at most 100
   */
  CompletionStage<Map<TrackId, Track>> find(Collection<TrackId> tracks);

  /** The track, and then the first entry of it. */
  CompletionStage<View> look(TrackId track);

  /**
   * Makes each change, or not, by itself.
   *
   * @param changes at most 25, of different tracks
   * @return for each, in order, what became of it
   */
  CompletionStage<List<Write>> write(List<Change> changes);

  /** Makes a change and removes an entry, or neither. */
  CompletionStage<Write> writeAndRemove(Change change, Entry.Ref entry);

  /** Makes a change together with the note that numbers are passed by, or nothing at all. */
  CompletionStage<Write> passBy(Change change, Passed passed);

  /** Was the number of that track passed by? */
  CompletionStage<Boolean> isPassed(TrackId track, long number);

  /**
   * Keeps entries where nothing stands at their spots. Messages may have up to 1 MiB; each is there
   * as a whole or not at all.
   *
   * @param entries at most 25, at different spots
   * @return for each, in order, whose message stands at its spot now
   */
  CompletionStage<List<InboundId>> keep(List<Entry> entries);

  /**
   * Removes those that there are.
   *
   * @param entries at most 25
   */
  CompletionStage<Void> remove(List<Entry.Ref> entries);

  /**
   * Tracks that are due by then, those first that were due first; what was changed last may be seen
   * as it was.
   *
   * @param shard see {@link TrackId#dueShard}; those that lack something are in none
   * @param most 1 to 100
   */
  CompletionStage<List<TrackId>> due(
      SubscriptionName subscription, int shard, Instant by, int most);

  /**
   * Tracks that lack something and are due by then, likewise.
   *
   * @param most 1 to 100
   */
  CompletionStage<List<TrackId>> lacking(SubscriptionName subscription, Instant by, int most);
}
