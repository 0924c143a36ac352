package dev.postern.model;

import dev.postern.message.SubscriptionName;
import dev.postern.order.Entry;
import dev.postern.order.Spot;
import dev.postern.order.Track;
import dev.postern.order.TrackId;
import dev.postern.order.Tracks;
import dev.postern.subscription.InboundId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Tracks in a {@link ModelTable}, at the end of a line. */
public record ModelTracks(ModelTable table, Line line) implements Tracks {
  /** A track with all that belongs to it. */
  static final class TrackItem {
    Optional<Track> track = Optional.empty();
    final TreeMap<Spot, Entry> entries = new TreeMap<>();
    final List<Passed> passed = new ArrayList<>();
  }

  @Override
  public CompletionStage<Map<TrackId, Track>> find(Collection<TrackId> tracks) {
    return line.call(
        "tracks find",
        () -> {
          Map<TrackId, Track> found = new LinkedHashMap<>();
          tracks.forEach(id -> table.track(id).track.ifPresent(there -> found.put(id, there)));
          return found;
        });
  }

  @Override
  public CompletionStage<View> look(TrackId track) {
    return line.call(
        "tracks look",
        () -> {
          TrackItem item = table.track(track);
          return new View(
              item.track, Optional.ofNullable(item.entries.firstEntry()).map(Map.Entry::getValue));
        });
  }

  @Override
  public CompletionStage<List<Write>> write(List<Change> changes) {
    return line.call("tracks write", () -> changes.stream().map(this::write).toList());
  }

  private Write write(Change change) {
    if (line.leavesOut("track")) {
      return Write.FAILED;
    }
    TrackItem item = table.track(change.next().id());
    long there = item.track.map(Track::version).orElse(0L);
    if (there != change.seen().version() && !table.tells(Lie.TRACK_WRITTEN_WHATEVER_STANDS)) {
      return Write.CONFLICT;
    }
    item.track = Optional.of(change.next());
    return Write.WRITTEN;
  }

  @Override
  public CompletionStage<Write> writeAndRemove(Change change, Entry.Ref entry) {
    return line.call(
        "tracks finish",
        () -> {
          Write written = write(change);
          if (written == Write.WRITTEN) {
            table.track(entry.track()).entries.remove(entry.spot());
          }
          return written;
        });
  }

  @Override
  public CompletionStage<Write> passBy(Change change, Passed passed) {
    return line.call(
        "tracks pass",
        () -> {
          Write written = write(change);
          if (written == Write.WRITTEN && !table.tells(Lie.PASSING_BY_NOT_NOTED)) {
            table.track(change.next().id()).passed.add(passed);
          }
          return written;
        });
  }

  @Override
  public CompletionStage<Boolean> isPassed(TrackId track, long number) {
    return line.call(
        "tracks passed",
        () ->
            table.track(track).passed.stream()
                .anyMatch(passed -> passed.from() <= number && number < passed.to()));
  }

  @Override
  public CompletionStage<List<InboundId>> keep(List<Entry> entries) {
    return line.call("tracks keep", () -> entries.stream().map(this::keep).toList());
  }

  private InboundId keep(Entry entry) {
    if (table.tells(Lie.ENTRY_NOT_KEPT)) {
      return entry.message().id();
    }
    Entry there = table.track(entry.track()).entries.putIfAbsent(entry.spot(), entry);
    return (there == null ? entry : there).message().id();
  }

  @Override
  public CompletionStage<Void> remove(List<Entry.Ref> entries) {
    return line.call(
        "tracks remove",
        () -> {
          entries.forEach(entry -> table.track(entry.track()).entries.remove(entry.spot()));
          return null;
        });
  }

  @Override
  public CompletionStage<List<TrackId>> due(
      SubscriptionName subscription, int shard, Instant by, int most) {
    return line.call(
        "tracks due",
        () ->
            by(
                subscription,
                by,
                most,
                track -> track.gap().isEmpty() && track.id().dueShard() == shard));
  }

  @Override
  public CompletionStage<List<TrackId>> lacking(
      SubscriptionName subscription, Instant by, int most) {
    return line.call(
        "tracks lacking", () -> by(subscription, by, most, track -> track.gap().isPresent()));
  }

  private List<TrackId> by(
      SubscriptionName subscription, Instant by, int most, Predicate<Track> which) {
    return table.tracks(subscription).stream()
        .filter(which)
        .filter(track -> track.dueAt().filter(at -> !at.isAfter(by)).isPresent())
        .sorted(Comparator.comparing(track -> track.dueAt().orElseThrow()))
        .limit(most)
        .map(Track::id)
        .toList();
  }
}
