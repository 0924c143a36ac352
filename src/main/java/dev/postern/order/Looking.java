package dev.postern.order;

import dev.postern.subscription.Arrival;
import dev.postern.subscription.DeliveryWitness;
import dev.postern.subscription.OnGap;
import dev.postern.subscription.Poison;
import dev.postern.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Looks at a track and gives its next message out, if it is its turn.
 *
 * <p>Whatever is decided is written on the condition that nothing changed since it was read, so any
 * process may look at any time.
 */
final class Looking {
  /** When a message that waits for those of other producers is looked at again, by anybody. */
  private static final Duration WAITING = Duration.ofSeconds(5);

  /** What it may take to write that a message is given out. */
  private static final Duration CALL = Duration.ofSeconds(5);

  /** How many steps one look takes at most; the track is still due afterwards. */
  private static final int MOST_STEPS = 20;

  /**
   * What was found.
   *
   * @param waitsFor the tracks that have to come on before
   * @param others tracks to be looked at now
   */
  record Found(Optional<Arrival> arrival, Set<TrackId> waitsFor, List<TrackId> others) {
    static final Found NOTHING = new Found(Optional.empty(), Set.of(), List.of());
  }

  private final Means means;

  Looking(Means means) {
    this.means = means;
  }

  /**
   * Looks.
   *
   * @param hidden for how long what is given out is hidden
   */
  CompletionStage<Found> look(TrackId track, Duration hidden) {
    return new Look(track, hidden).step(MOST_STEPS);
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }

  /** One look. */
  private final class Look {
    private final TrackId id;
    private final Duration hidden;

    Look(TrackId id, Duration hidden) {
      this.id = id;
      this.hidden = hidden;
    }

    CompletionStage<Found> step(int left) {
      if (left == 0) {
        return done(new Found(Optional.empty(), Set.of(), List.of(id)));
      }
      return means
          .calls()
          .tracks()
          .look(id)
          .thenCompose(
              view ->
                  view.track().isEmpty()
                      ? done(Found.NOTHING)
                      : decide(view.track().get(), view.first(), left - 1));
    }

    private CompletionStage<Found> decide(Track track, Optional<Entry> first, int left) {
      if (means.isHeld(track)) {
        return done(Found.NOTHING);
      }
      if (first.isEmpty()) {
        return lack(track, Optional.empty(), left);
      }
      Entry entry = first.get();
      if (entry.spot() instanceof Spot.Back) {
        return take(track, entry, left);
      }
      long number = ((Spot.Numbered) entry.spot()).number();
      if (number < track.next()) {
        return clear(entry, number, left);
      }
      return number > track.next()
          ? lack(track, Optional.of(number), left)
          : turn(track, entry, left);
    }

    private CompletionStage<Found> turn(Track track, Entry entry, int left) {
      if (entry.message().isGap()) {
        return pass(track, track.next() + 1)
            .thenCompose(passed -> passed ? means.calls().remove(entry.ref()) : done(null))
            .thenCompose(removed -> step(left));
      }
      return waitsFor(entry)
          .thenCompose(
              others -> others.isEmpty() ? take(track, entry, left) : wait(track, others, left));
    }

    private CompletionStage<Found> take(Track track, Entry entry, int left) {
      Instant until = means.now().plus(hidden).plus(CALL);
      Track taken = track.taken(entry.spot(), means.process().name(), until);
      return means
          .calls()
          .write(track, taken)
          .thenCompose(
              written -> {
                if (!written) {
                  return step(left);
                }
                // It could be another's before its time here is over.
                return means.now().plus(hidden).isAfter(until)
                    ? done(Found.NOTHING)
                    : done(found(given(entry, taken)));
              });
    }

    private Found found(Arrival arrival) {
      return new Found(Optional.of(arrival), Set.of(), List.of());
    }

    /** What was sent back was given out before. */
    private Arrival given(Entry entry, Track taken) {
      boolean back = entry.spot() instanceof Spot.Back;
      return new Arrival(
          entry.message(),
          entry.queueId(),
          new Receipt(taken.turns().last(), entry.ref()).text(),
          back ? 2 : taken.turns().deliveries(),
          entry.flaw());
    }

    /**
     * One whose number is done with is left over from a removal, or a copy that came meanwhile;
     * unless its number was passed by.
     */
    private CompletionStage<Found> clear(Entry entry, long number, int left) {
      CompletionStage<Boolean> late =
          entry.message().isGap() ? done(false) : means.calls().tracks().isPassed(id, number);
      return late.thenCompose(
              isLate -> isLate ? means.calls().keep(late(entry, number)) : done(null))
          .thenCompose(kept -> means.calls().remove(entry.ref()))
          .thenCompose(removed -> step(left));
    }

    private Entry late(Entry entry, long number) {
      return new Entry(
          id,
          new Spot.Back("late-" + number),
          entry.message(),
          entry.queueId(),
          Optional.of(new Arrival.Flaw(Poison.OUT_OF_ORDER, Judging.late(number))));
    }

    /** Something is missing before that number, or before one that is known of elsewhere. */
    private CompletionStage<Found> lack(Track track, Optional<Long> first, int left) {
      Optional<Long> known =
          track.isWanted()
              ? Optional.of(Math.min(track.numbers().wanted(), first.orElse(Long.MAX_VALUE)))
              : first;
      if (known.isEmpty()) {
        return track.dueAt().isEmpty() ? done(Found.NOTHING) : settle(track, track.idle(), left);
      }
      long upTo = known.get();
      Instant since = track.gap().map(Track.Gap::since).orElseGet(means::now);
      Instant timeout = since.plus(means.subscription().limits().buffer().gapTimeout());
      if (timeout.isAfter(means.now())) {
        boolean noted =
            track.gap().equals(Optional.of(new Track.Gap(upTo, since)))
                && track.dueAt().equals(Optional.of(timeout));
        return noted
            ? done(Found.NOTHING)
            : settle(track, track.lacking(upTo, since, timeout), left);
      }
      Subscription.Buffer buffer = means.subscription().limits().buffer();
      // Farther ahead nothing waits here: some program's word alone does not pass so much by.
      boolean skips = buffer.onGap() == OnGap.SKIP && upTo - track.next() <= buffer.limit();
      return skips ? skip(track, upTo, left) : insist(track, upTo, since, left);
    }

    private CompletionStage<Found> skip(Track track, long upTo, int left) {
      return pass(track, upTo)
          .thenCompose(
              passed -> {
                if (passed) {
                  tell(track, upTo, true);
                }
                return step(left);
              });
    }

    /** It is waited for, and told of now and then. */
    private CompletionStage<Found> insist(Track track, long upTo, Instant since, int left) {
      if (track.dueAt().filter(at -> at.isAfter(means.now())).isPresent()) {
        return done(Found.NOTHING);
      }
      Instant again = means.now().plus(means.subscription().limits().buffer().gapTimeout());
      Track later = track.lacking(upTo, since, again);
      return means
          .calls()
          .write(track, later)
          .thenCompose(
              written -> {
                if (written) {
                  tell(track, upTo, false);
                  return done(Found.NOTHING);
                }
                return step(left);
              });
    }

    private void tell(Track track, long upTo, boolean passed) {
      means
          .process()
          .witness()
          .lacking(
              means.subscription(), new DeliveryWitness.Lack(id.key(), track.next(), upTo), passed);
    }

    /** Writes that there is nothing to be given out, and looks again where something changed. */
    private CompletionStage<Found> settle(Track seen, Track next, int left) {
      return means
          .calls()
          .write(seen, next)
          .thenCompose(written -> written ? done(Found.NOTHING) : step(left));
    }

    private CompletionStage<Boolean> pass(Track track, long to) {
      Instant now = means.now();
      Instant keptUntil = now.plus(means.subscription().limits().retention());
      return Passing.pass(means.calls().tracks(), track, to, now, keptUntil);
    }

    /** Those that have to come on first, and how far. */
    private CompletionStage<Map<TrackId, Long>> waitsFor(Entry entry) {
      Map<String, Long> before = means.rule().before(entry.message());
      List<CompletionStage<Track>> others = new ArrayList<>();
      before.keySet().forEach(key -> others.add(means.calls().find(means.track(key))));
      return TrackCalls.all(others).thenApply(tracks -> Passing.behind(tracks, before));
    }

    /** The others learn that there are messages that they have not seen. */
    private CompletionStage<Found> wait(Track track, Map<TrackId, Long> others, int left) {
      List<CompletionStage<Optional<Track>>> told = new ArrayList<>();
      others.forEach((other, number) -> told.add(Passing.want(means, other, number + 1)));
      boolean noted =
          track.gap().isEmpty() && track.dueAt().filter(at -> at.isAfter(means.now())).isPresent();
      Track later = track.waiting(means.now().plus(WAITING));
      return TrackCalls.all(told)
          .thenCompose(
              all ->
                  (noted ? done(true) : means.calls().write(track, later))
                      .thenCompose(
                          written -> written ? done(waiting(others.keySet(), all)) : step(left)));
    }

    private Found waiting(Set<TrackId> others, List<Optional<Track>> told) {
      return new Found(
          Optional.empty(),
          Set.copyOf(others),
          told.stream()
              .flatMap(Optional::stream)
              .filter(other -> other.dueAt().filter(at -> !at.isAfter(means.now())).isPresent())
              .map(Track::id)
              .toList());
    }
  }
}
