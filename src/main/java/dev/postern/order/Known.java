package dev.postern.order;

import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.subscription.Arrival;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this process knows to be there for who waits. It is bounded: of tracks beyond the bound the
 * index tells, and of messages the queue, once their time is over. Guarded by its owner.
 */
final class Known {
  private static final int MOST_TRACKS = 10_000;
  private static final int MOST_BEHIND = 1_000;
  private static final int MOST_OUTSIDE = 1_000;

  /** For how long what has no place in the order is held. */
  private static final Duration HOLD = Duration.ofSeconds(15);

  private record Held(Arrival arrival, Deadline until) {}

  private final Scheduler scheduler;
  private final Deque<Held> outside = new ArrayDeque<>();
  private final Set<TrackId> ripe = new LinkedHashSet<>();
  private final Map<TrackId, Set<TrackId>> waiting = new HashMap<>();

  Known(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  boolean isEmpty() {
    outside.removeIf(each -> each.until().hasPassed());
    return outside.isEmpty() && ripe.isEmpty();
  }

  /** These may have something to be given out. */
  void ripen(Collection<TrackId> tracks) {
    tracks.stream().limit(Math.max(0, MOST_TRACKS - ripe.size())).forEach(ripe::add);
  }

  /** It waits for these to come on. */
  void waits(TrackId track, Set<TrackId> others) {
    for (TrackId other : others) {
      if (waiting.size() < MOST_TRACKS || waiting.containsKey(other)) {
        Set<TrackId> behind = waiting.computeIfAbsent(other, any -> new LinkedHashSet<>());
        if (behind.size() < MOST_BEHIND) {
          behind.add(track);
        }
      }
    }
  }

  /** A track came on, for which others may have waited. */
  void cameOn(TrackId track) {
    Set<TrackId> behind = waiting.remove(track);
    if (behind != null) {
      ripen(behind);
    }
  }

  /** These have no place in the order. */
  void hold(List<Arrival> arrivals) {
    arrivals.stream()
        .limit(Math.max(0, MOST_OUTSIDE - outside.size()))
        .map(arrival -> new Held(arrival, Deadline.in(HOLD, scheduler)))
        .forEach(outside::add);
  }

  /** Takes tracks out to be looked at. */
  List<TrackId> ripe(int most) {
    List<TrackId> taken = ripe.stream().limit(most).toList();
    taken.forEach(ripe::remove);
    return taken;
  }

  /** Takes messages out that have no place in the order. */
  List<Arrival> outside(int most) {
    List<Arrival> taken = new ArrayList<>();
    while (taken.size() < most && !outside.isEmpty()) {
      taken.add(outside.remove().arrival());
    }
    return taken;
  }
}
