package dev.postern.order;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Looks through the index for tracks that are due, of which this process may not know: one part of
 * it after the other, all in two seconds, for as long as somebody waits. Thread-safe.
 */
final class Around {
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final int MOST = 100;

  private final Means means;
  private final BooleanSupplier wanted;
  private final Consumer<List<TrackId>> found;
  private boolean looking;
  private int shard;

  /**
   * Looks nowhere yet.
   *
   * @param wanted does somebody wait?
   * @param found told of what was found; never within {@link #look}
   */
  Around(Means means, BooleanSupplier wanted, Consumer<List<TrackId>> found) {
    this.means = means;
    this.wanted = wanted;
    this.found = found;
  }

  /** Begins to look, or goes on. */
  void look() {
    int next;
    synchronized (this) {
      if (looking || !wanted.getAsBoolean()) {
        return;
      }
      looking = true;
      next = shard;
      shard = (shard + 1) % TrackId.DUE_SHARDS;
    }
    means.scheduler().execute(() -> look(next));
  }

  private void look(int part) {
    Tracks tracks = means.calls().tracks();
    CompletionStage<List<TrackId>> due =
        tracks.due(means.subscription().name(), part, means.now(), MOST);
    CompletionStage<List<TrackId>> lacking =
        part == 0
            ? tracks.lacking(means.subscription().name(), means.now(), MOST)
            : CompletableFuture.completedFuture(List.of());
    due.thenCombine(
            lacking,
            (ripened, missing) -> Stream.concat(ripened.stream(), missing.stream()).toList())
        // What could not be read now is found in the next round.
        .exceptionally(failure -> List.of())
        .thenAccept(
            tracksFound -> {
              means.scheduler().schedule(ROUND.dividedBy(TrackId.DUE_SHARDS), this::goOn);
              found.accept(tracksFound);
            });
  }

  private void goOn() {
    synchronized (this) {
      looking = false;
    }
    look();
  }
}
