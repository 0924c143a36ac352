package dev.postern.order;

import dev.postern.subscription.Arrival;
import dev.postern.subscription.Poison;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides where one message goes that arrived: into its track, away, or nowhere. */
final class Judging {
  /** What became of it. */
  enum Fate {
    /** It waits in its track. */
    KEPT,
    /** It is a duplicate. */
    DROPPED,
    /** It is too far ahead, and stays on the queue. */
    LEFT,
    /** It could not be told; it comes again. */
    FAILED,
    /** It has no place in the order. */
    OUTSIDE
  }

  /**
   * A decision.
   *
   * @param arrival with the flaw that it is to die of, where it has no place
   */
  record Judged(Arrival arrival, Rule.Place place, Fate fate) {}

  private final Means means;

  Judging(Means means) {
    this.means = means;
  }

  /** Never fails. */
  CompletionStage<Judged> judge(Arrival arrival, Rule.Place place) {
    Case one = new Case(arrival, place);
    // It comes again; what came with it does not suffer for it.
    return one.judge().exceptionally(failure -> one.is(Fate.FAILED));
  }

  /** The message without a place in the order. */
  static Arrival outside(Arrival arrival, String why) {
    String text = arrival.flaw().map(flaw -> flaw.text() + "; " + why).orElse(why);
    return new Arrival(
        arrival.message(),
        arrival.queueId(),
        Receipt.ofQueue(arrival.receipt()),
        arrival.receiveCount(),
        Optional.of(new Arrival.Flaw(Poison.OUT_OF_ORDER, text)));
  }

  static String late(long number) {
    return "number " + number + " was passed by before this message came";
  }

  private final class Case {
    private final Arrival arrival;
    private final Rule.Place place;
    private final TrackId track;

    Case(Arrival arrival, Rule.Place place) {
      this.arrival = arrival;
      this.place = place;
      this.track = means.track(place.key());
    }

    Judged is(Fate fate) {
      return new Judged(arrival, place, fate);
    }

    private Judged isOutside(String why) {
      return new Judged(outside(arrival, why), place, Fate.OUTSIDE);
    }

    CompletionStage<Judged> judge() {
      return means
          .calls()
          .find(track)
          .thenCompose(
              seen -> {
                if (place.number() < seen.next()) {
                  return judgeOld();
                }
                long ahead = place.number() - seen.next();
                return ahead >= means.subscription().limits().buffer().limit()
                    ? CompletableFuture.completedFuture(is(Fate.LEFT))
                    : keep();
              });
    }

    /** Whose number was passed by may be no duplicate. A mark has done its work then. */
    private CompletionStage<Judged> judgeOld() {
      if (arrival.message().isGap()) {
        return CompletableFuture.completedFuture(is(Fate.DROPPED));
      }
      return means
          .calls()
          .tracks()
          .isPassed(track, place.number())
          .thenCompose(
              passed ->
                  passed
                      ? CompletableFuture.completedFuture(isOutside(late(place.number())))
                      : drop());
    }

    /** Who kept it when it was done with already, and crashed, left it there. */
    private CompletionStage<Judged> drop() {
      return means.calls().remove(entry().ref()).thenApply(removed -> is(Fate.DROPPED));
    }

    private Entry entry() {
      return new Entry(
          track,
          new Spot.Numbered(place.number()),
          arrival.message(),
          arrival.queueId(),
          arrival.flaw());
    }

    private CompletionStage<Judged> keep() {
      return means
          .calls()
          .keep(entry())
          .thenApply(
              occupant -> {
                if (occupant.equals(arrival.message().id())) {
                  return is(Fate.KEPT);
                }
                return arrival.message().isGap()
                    ? is(Fate.DROPPED)
                    : isOutside("number " + place.number() + " is that of message " + occupant);
              });
    }
  }
}
