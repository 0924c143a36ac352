package dev.postern.order;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** How tracks come past numbers, and learn of them. */
final class Passing {
  private Passing() {}

  /**
   * Passes the numbers below that one by, which have no messages here. Their messages may come yet:
   * so it is written down, and known until then at least.
   *
   * @return whether it was done; else something changed
   */
  static CompletionStage<Boolean> pass(
      Tracks tracks, Track track, long to, Instant now, Instant keptUntil) {
    return tracks
        .passBy(
            new Tracks.Change(track, track.passedTo(to, now)),
            new Tracks.Passed(track.next(), to, keptUntil))
        .thenApply(written -> written == Tracks.Write.WRITTEN);
  }

  /** Those of these tracks that have not come past the number, which is given with each. */
  static Map<TrackId, Long> behind(List<Track> tracks, Map<String, Long> before) {
    return tracks.stream()
        .filter(track -> track.next() <= before.get(track.id().key()))
        .collect(
            Collectors.toMap(
                Track::id, track -> before.get(track.id().key()), Math::max, () -> sorted()));
  }

  private static Map<TrackId, Long> sorted() {
    return new TreeMap<>((one, other) -> one.key().compareTo(other.key()));
  }

  /** The track learns that the numbers below that one exist. */
  static CompletionStage<Optional<Track>> want(Means means, TrackId track, long number) {
    return means
        .calls()
        .change(
            track,
            seen ->
                seen.knows(number)
                    ? Optional.empty()
                    : Optional.of(seen.wanted(number, means.now())));
  }
}
