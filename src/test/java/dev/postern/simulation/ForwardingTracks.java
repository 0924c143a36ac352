package dev.postern.simulation;

import dev.postern.message.SubscriptionName;
import dev.postern.order.Entry;
import dev.postern.order.Track;
import dev.postern.order.TrackId;
import dev.postern.order.Tracks;
import dev.postern.subscription.InboundId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Tracks that do as others do, but for what is overridden. */
class ForwardingTracks implements Tracks {
  private final Tracks other;

  ForwardingTracks(Tracks other) {
    this.other = other;
  }

  /** A track as it is read. */
  Track seen(Track track) {
    return track;
  }

  @Override
  public CompletionStage<Map<TrackId, Track>> find(Collection<TrackId> tracks) {
    return other
        .find(tracks)
        .thenApply(
            found -> {
              found.replaceAll((id, track) -> seen(track));
              return found;
            });
  }

  @Override
  public CompletionStage<View> look(TrackId track) {
    return other
        .look(track)
        .thenApply(view -> new View(view.track().map(this::seen), view.first()));
  }

  @Override
  public CompletionStage<List<Write>> write(List<Change> changes) {
    return other.write(changes);
  }

  @Override
  public CompletionStage<Write> writeAndRemove(Change change, Entry.Ref entry) {
    return other.writeAndRemove(change, entry);
  }

  @Override
  public CompletionStage<Write> passBy(Change change, Passed passed) {
    return other.passBy(change, passed);
  }

  @Override
  public CompletionStage<Boolean> isPassed(TrackId track, long number) {
    return other.isPassed(track, number);
  }

  @Override
  public CompletionStage<List<InboundId>> keep(List<Entry> entries) {
    return other.keep(entries);
  }

  @Override
  public CompletionStage<Void> remove(List<Entry.Ref> entries) {
    return other.remove(entries);
  }

  @Override
  public CompletionStage<List<TrackId>> due(
      SubscriptionName subscription, int shard, Instant by, int most) {
    return other.due(subscription, shard, by, most);
  }

  @Override
  public CompletionStage<List<TrackId>> lacking(
      SubscriptionName subscription, Instant by, int most) {
    return other.lacking(subscription, by, most);
  }
}
