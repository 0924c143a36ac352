package dev.postern.order;

import dev.postern.flow.Batcher;
import dev.postern.flow.Scheduler;
import dev.postern.subscription.InboundId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One subscription's calls to the store of tracks, which share batches. */
final class TrackCalls {
  /** Calls of a kind at the same time: few, so that a crowd shares them. */
  private static final int IN_FLIGHT = 2;

  /** DynamoDB takes 4 MB a request; a message has up to 1 MiB. */
  private static final int MOST_BYTES = 1024 * 1024;

  /** How often a change is tried again that another came before. */
  private static final int MOST_TRIES = 10;

  private static final int LONGEST_PAUSE = 50;

  private final Tracks tracks;
  private final Scheduler scheduler;
  private final Batcher<TrackId, Optional<Track>> reads;
  private final Batcher<Tracks.Change, Tracks.Write> writes;
  private final Batcher<Entry, InboundId> keeping;
  private final Batcher<Entry.Ref, Boolean> removals;

  TrackCalls(Tracks tracks, Scheduler scheduler) {
    this.tracks = tracks;
    this.scheduler = scheduler;
    this.reads =
        new Batcher<>(
            scheduler,
            bounds(Tracks.MOST_READS),
            new Batcher.Traits<>(track -> 0, track -> track),
            ids ->
                tracks
                    .find(ids)
                    .thenApply(
                        found ->
                            ids.stream().map(id -> Optional.ofNullable(found.get(id))).toList()));
    this.writes =
        new Batcher<>(
            scheduler,
            bounds(Tracks.MOST_WRITES),
            new Batcher.Traits<>(change -> 0, change -> change.next().id()),
            tracks::write);
    this.keeping =
        new Batcher<>(
            scheduler,
            bounds(Tracks.MOST_WRITES),
            new Batcher.Traits<>(entry -> entry.message().size(), Entry::ref),
            tracks::keep);
    this.removals =
        new Batcher<>(
            scheduler,
            bounds(Tracks.MOST_WRITES),
            new Batcher.Traits<>(entry -> 0, entry -> entry),
            entries ->
                tracks
                    .remove(entries)
                    .thenApply(removed -> entries.stream().map(each -> true).toList()));
  }

  private static Batcher.Bounds bounds(int items) {
    return new Batcher.Bounds(items, MOST_BYTES, IN_FLIGHT);
  }

  Tracks tracks() {
    return tracks;
  }

  /** The track, as it stands or as it starts. */
  CompletionStage<Track> find(TrackId track) {
    return reads.submit(track).thenApply(found -> found.orElseGet(() -> Track.start(track)));
  }

  /** Was it written? Fails where that is not known. */
  CompletionStage<Boolean> write(Track seen, Track next) {
    return writes
        .submit(new Tracks.Change(seen, next))
        .thenApply(written -> written == Tracks.Write.WRITTEN);
  }

  CompletionStage<InboundId> keep(Entry entry) {
    return keeping.submit(entry);
  }

  CompletionStage<Void> remove(Entry.Ref entry) {
    return removals.submit(entry).thenAccept(removed -> {});
  }

  /**
   * Changes a track however it stands.
   *
   * @param change nothing where it is to stay as it is
   * @return how it was left; nothing where others kept coming in between
   */
  CompletionStage<Optional<Track>> change(TrackId track, Function<Track, Optional<Track>> change) {
    return change(track, change, this::write, MOST_TRIES);
  }

  /** The same, each change together with the removal of an entry. */
  CompletionStage<Optional<Track>> changeAndRemove(
      Entry.Ref entry, Function<Track, Optional<Track>> change) {
    return change(
        entry.track(),
        change,
        (seen, next) ->
            tracks
                .writeAndRemove(new Tracks.Change(seen, next), entry)
                .thenApply(written -> written == Tracks.Write.WRITTEN),
        MOST_TRIES);
  }

  private CompletionStage<Optional<Track>> change(
      TrackId track,
      Function<Track, Optional<Track>> change,
      BiFunction<Track, Track, CompletionStage<Boolean>> write,
      int tries) {
    if (tries == 0) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return find(track)
        .thenCompose(
            seen -> {
              Optional<Track> next = change.apply(seen);
              if (next.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.of(seen));
              }
              return write
                  .apply(seen, next.get())
                  .thenCompose(
                      written ->
                          written
                              ? CompletableFuture.completedFuture(next)
                              : pause()
                                  .thenCompose(passed -> change(track, change, write, tries - 1)));
            });
  }

  /** Others are at it, or the store has too much to do. */
  private CompletionStage<Void> pause() {
    return scheduler.after(Duration.ofMillis(1 + scheduler.random().nextInt(LONGEST_PAUSE)));
  }

  /** All of them, in order. */
  static <T> CompletionStage<List<T>> all(List<? extends CompletionStage<T>> stages) {
    List<CompletableFuture<T>> futures =
        stages.stream().map(CompletionStage::toCompletableFuture).toList();
    return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
  }
}
