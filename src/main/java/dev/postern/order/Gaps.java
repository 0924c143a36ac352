package dev.postern.order;

import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Missing numbers, as people see to them. Thread-safe; never blocks. */
public final class Gaps {
  /** How many are listed. */
  public static final int MOST = 100;

  /** Farther ahead than any track is due: half of a day, and the clocks' differences. */
  private static final Duration HORIZON = Duration.ofDays(30);

  /** What came of passing one by. */
  public enum Passed {
    DONE,
    /** Nothing is missing there, or no longer. */
    UNKNOWN,
    /** Something else happened there at the same time: look again. */
    CHANGED
  }

  private final Tracks tracks;
  private final Process process;

  public Gaps(Tracks tracks, Process process) {
    this.tracks = tracks;
    this.process = process;
  }

  private Instant now() {
    return process.scheduler().now().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Tracks that lack something, at most {@value #MOST}: those first that are looked at first. What
   * changed a moment ago may be missing.
   */
  public CompletionStage<List<Track>> list(SubscriptionName subscription) {
    return tracks
        .lacking(subscription, now().plus(HORIZON), MOST)
        .thenCompose(
            ids ->
                ids.isEmpty()
                    ? CompletableFuture.completedFuture(List.of())
                    : tracks
                        .find(ids)
                        .thenApply(
                            found -> {
                              List<Track> lacking = new ArrayList<>();
                              ids.stream()
                                  .flatMap(id -> Optional.ofNullable(found.get(id)).stream())
                                  .filter(track -> track.gap().isPresent())
                                  .forEach(lacking::add);
                              return lacking;
                            }));
  }

  /**
   * Passes missing numbers by: what comes after them is handed over.
   *
   * @param key the group or the producer
   * @param upTo the first that is not, as the list shows it
   */
  public CompletionStage<Passed> passBy(Subscription subscription, String key, long upTo) {
    TrackId id = new TrackId(subscription.name(), key);
    return tracks
        .find(List.of(id))
        .thenCompose(
            found -> {
              Optional<Track> lacking =
                  Optional.ofNullable(found.get(id))
                      .filter(track -> track.gap().filter(gap -> gap.upTo() == upTo).isPresent());
              if (lacking.isEmpty()) {
                return CompletableFuture.completedFuture(Passed.UNKNOWN);
              }
              Instant keptUntil = now().plus(subscription.limits().retention());
              return Passing.pass(tracks, lacking.get(), upTo, now(), keptUntil)
                  .thenApply(passed -> passed ? Passed.DONE : Passed.CHANGED);
            });
  }
}
