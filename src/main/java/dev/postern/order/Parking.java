package dev.postern.order;

import dev.postern.ledger.StoreUnavailable;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes messages from the queue into their tracks.
 *
 * <p>First a message is kept, then its track is told, then it leaves the queue: where that is
 * interrupted it arrives again, and all is done again, with the same end. A number that was done
 * with is a duplicate and dropped. One that is too far ahead stays on the queue, hidden for longer
 * each time that it comes, up to {@value #LONGEST_LEFT} seconds.
 */
final class Parking {
  private static final int LONGEST_LEFT = 120;

  /**
   * What came of it.
   *
   * @param ripe tracks that have something to be looked at now
   * @param outside messages without a place in the order
   * @param ahead there was something, and all of it is too far ahead
   */
  record Parked(List<TrackId> ripe, List<Arrival> outside, boolean ahead) {}

  /** What a track is told of, of one batch. */
  private static final class Load {
    private long lowestKept = Long.MAX_VALUE;
    private long highestKept;
    private long lowestLeft = Long.MAX_VALUE;

    void add(Judging.Judged judged) {
      long number = judged.place().number();
      if (judged.fate() == Judging.Fate.KEPT) {
        lowestKept = Math.min(lowestKept, number);
        highestKept = Math.max(highestKept, number);
      }
      if (judged.fate() == Judging.Fate.LEFT) {
        lowestLeft = Math.min(lowestLeft, number);
      }
    }

    /** How the track is told; nothing where there is nothing to tell. */
    Optional<Track> tell(Track seen, Instant now) {
      boolean wants = lowestLeft < Long.MAX_VALUE && !seen.knows(lowestLeft);
      if (highestKept > 0) {
        Track parked = seen.parked(lowestKept, highestKept, now);
        return Optional.of(wants ? parked.wanting(lowestLeft) : parked);
      }
      return wants ? Optional.of(seen.wanted(lowestLeft, now)) : Optional.empty();
    }
  }

  private final Means means;
  private final Judging judging;

  Parking(Means means) {
    this.means = means;
    this.judging = new Judging(means);
  }

  /** Fails only where nothing of it could be done. */
  CompletionStage<Parked> park(List<Arrival> arrivals) {
    List<Arrival> outside = new ArrayList<>();
    Map<Rule.Place, Arrival> placed = new LinkedHashMap<>();
    for (Arrival arrival : arrivals) {
      means
          .rule()
          .place(arrival.message())
          .ifPresentOrElse(
              // Of two of one place the second comes again.
              place -> placed.putIfAbsent(place, arrival),
              () -> outside.add(Judging.outside(arrival, means.rule().demand())));
    }
    List<CompletionStage<Judging.Judged>> judged = new ArrayList<>();
    placed.forEach((place, arrival) -> judged.add(judging.judge(arrival, place)));
    return TrackCalls.all(judged)
        .thenCompose(all -> tell(all).thenCompose(told -> clear(all, told, outside)));
  }

  /** Each track as it stands then; not those that could not be told. */
  private CompletionStage<Map<String, Track>> tell(List<Judging.Judged> all) {
    Map<String, Load> loads = new LinkedHashMap<>();
    all.forEach(
        judged -> loads.computeIfAbsent(judged.place().key(), any -> new Load()).add(judged));
    List<CompletionStage<Optional<Track>>> told = new ArrayList<>();
    loads.forEach(
        (key, load) ->
            told.add(
                means
                    .calls()
                    .change(means.track(key), seen -> load.tell(seen, means.now()))
                    .exceptionally(failure -> Optional.empty())));
    return TrackCalls.all(told)
        .thenApply(
            tracks -> {
              Map<String, Track> byKey = new HashMap<>();
              tracks.stream()
                  .flatMap(Optional::stream)
                  .forEach(track -> byKey.put(track.id().key(), track));
              return byKey;
            });
  }

  /**
   * What is parked or dropped leaves the queue. Nobody would look for messages of which their track
   * was not told: they stay there.
   */
  private CompletionStage<Parked> clear(
      List<Judging.Judged> all, Map<String, Track> told, List<Arrival> outside) {
    List<String> done = new ArrayList<>();
    List<Inbox.Hiding> left = new ArrayList<>();
    List<Arrival> placeless = new ArrayList<>(outside);
    boolean isDone = !outside.isEmpty();
    for (Judging.Judged judged : all) {
      Arrival arrival = judged.arrival();
      boolean isTold = told.containsKey(judged.place().key());
      switch (judged.fate()) {
        case KEPT -> {
          if (isTold) {
            done.add(arrival.receipt());
          }
        }
        case DROPPED -> {
          means.process().witness().dropped(means.subscription(), arrival.message());
          done.add(arrival.receipt());
        }
        case LEFT -> left.add(new Inbox.Hiding(arrival.receipt(), hiding(arrival)));
        case OUTSIDE -> placeless.add(arrival);
        case FAILED -> {
          // It comes again.
        }
      }
      isDone |= judged.fate() != Judging.Fate.FAILED && isTold;
    }
    if (!isDone && !all.isEmpty()) {
      return CompletableFuture.failedFuture(
          new StoreUnavailable("nothing of what was received could be kept", null, true));
    }
    Parked parked = new Parked(ripe(told), placeless, !all.isEmpty() && left.size() == all.size());
    return settle(means.queue().delete(means.subscription(), done))
        .thenCombine(
            settle(means.queue().hide(means.subscription(), left)), (one, other) -> parked);
  }

  private static Duration hiding(Arrival arrival) {
    int doublings = Math.min(arrival.receiveCount(), 10);
    return Duration.ofSeconds(Math.min(LONGEST_LEFT, 15L << doublings));
  }

  /** Where it fails the messages come again, and nothing else. */
  private static CompletionStage<Boolean> settle(CompletionStage<List<Inbox.Done>> call) {
    return call.handle((done, failure) -> failure == null);
  }

  private List<TrackId> ripe(Map<String, Track> told) {
    return told.values().stream()
        .filter(track -> track.dueAt().filter(at -> !at.isAfter(means.now())).isPresent())
        .map(Track::id)
        .toList();
  }
}
