package dev.postern.order;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the messages of one group or producer at one subscription: which number is
 * expected next, and whether its message is out.
 *
 * @param version counts its changes: each is made on the condition that no other was made since
 * @param gap what is missing, where that is known
 * @param dueAt when to look at it again; nothing where there is nothing to be done
 */
public record Track(
    TrackId id,
    long version,
    Numbers numbers,
    Turns turns,
    Optional<Gap> gap,
    Optional<Instant> dueAt) {

  /**
   * Its numbers.
   *
   * @param next the one that is expected, from 1
   * @param wanted one beyond it that is known of without its message waiting here; 0 for none
   * @param highest the highest that was parked
   */
  public record Numbers(long next, long wanted, long highest) {}

  /**
   * How its messages were given out.
   *
   * @param last counts them
   * @param done the last one that was done with
   * @param deliveries how often the message of the expected number was given out
   */
  public record Turns(long last, long done, int deliveries, Optional<Out> out) {}

  /**
   * A message that was given out.
   *
   * @param holder the process that did so
   * @param until when it may be given out again
   */
  public record Out(long turn, String holder, Instant until) {}

  /**
   * Missing numbers, from the expected one on.
   *
   * @param upTo the next one that is known of
   * @param since when it was found
   */
  public record Gap(long upTo, Instant since) {
    /** It ends before that number, if it did not before. */
    Gap upTo(long number) {
      return new Gap(Math.min(upTo, number), since);
    }
  }

  /** One of which nothing is written yet. */
  static Track start(TrackId id) {
    return new Track(
        id,
        0,
        new Numbers(1, 0, 0),
        new Turns(0, 0, 0, Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }

  public long next() {
    return numbers.next();
  }

  /** How many messages may wait in it for missing ones, at most. */
  public long buffered() {
    return gap.map(missing -> Math.max(0, numbers.highest() - missing.upTo() + 1)).orElse(0L);
  }

  /** Is this the one that is out? */
  boolean isOut(long turn) {
    return turns.out().filter(out -> out.turn() == turn).isPresent();
  }

  private Track changed(Numbers to, Turns by, Optional<Gap> missing, Optional<Instant> due) {
    return new Track(id, version + 1, to, by, missing, due);
  }

  /**
   * Messages were parked, or one was sent back.
   *
   * @param lowest of their numbers; that of one that was sent back is 0
   */
  Track parked(long lowest, long highest, Instant now) {
    Numbers higher = new Numbers(next(), numbers.wanted(), Math.max(numbers.highest(), highest));
    boolean ripe = lowest <= next();
    Optional<Gap> smaller =
        lowest > 0 ? gap.filter(any -> !ripe).map(missing -> missing.upTo(lowest)) : gap;
    return changed(higher, turns, smaller, soon(ripe, now));
  }

  /** While one is out, or another is missing, there is a time for looking at it already. */
  private Optional<Instant> soon(boolean ripe, Instant now) {
    boolean waits = turns.out().isPresent() || !ripe;
    return waits && dueAt.isPresent() ? dueAt : Optional.of(now);
  }

  /** A number beyond the expected one is known of. */
  Track wanted(long number, Instant now) {
    return changed(wanting(number).numbers, turns, gap, soon(true, now));
  }

  /** The same, without being a change of its own. */
  Track wanting(long number) {
    long nearest = isWanted() ? Math.min(numbers.wanted(), number) : number;
    return new Track(
        id, version, new Numbers(next(), nearest, numbers.highest()), turns, gap, dueAt);
  }

  /** Is that number known of, or done with? */
  boolean knows(long number) {
    return number <= next() || (isWanted() && numbers.wanted() <= number);
  }

  /** Is one known of that is not parked? */
  boolean isWanted() {
    return numbers.wanted() > next();
  }

  /** The message at that spot is given out. */
  Track taken(Spot spot, String holder, Instant until) {
    int deliveries = turns.deliveries() + (spot instanceof Spot.Numbered ? 1 : 0);
    long turn = turns.last() + 1;
    Turns out =
        new Turns(turn, turns.done(), deliveries, Optional.of(new Out(turn, holder, until)));
    return changed(numbers, out, Optional.empty(), Optional.of(until));
  }

  /** The one that is out is done with. */
  Track done(Spot spot, Instant now) {
    long turn = turns.out().orElseThrow().turn();
    if (spot instanceof Spot.Numbered) {
      return changed(
          numbersFrom(next() + 1),
          new Turns(turns.last(), turn, 0, Optional.empty()),
          Optional.empty(),
          Optional.of(now));
    }
    return changed(
        numbers,
        new Turns(turns.last(), turn, turns.deliveries(), Optional.empty()),
        gap,
        Optional.of(now));
  }

  private Numbers numbersFrom(long next) {
    return new Numbers(next, numbers.wanted(), numbers.highest());
  }

  /** The one that is out is given out again from then on, by the clock of that process. */
  Track hidden(Instant until, String holder) {
    Out out = turns.out().orElseThrow();
    Turns later =
        new Turns(
            turns.last(),
            turns.done(),
            turns.deliveries(),
            Optional.of(new Out(out.turn(), holder, until)));
    return changed(numbers, later, gap, Optional.of(until));
  }

  /** The one that is out is given out again from then on, or later if it was to be. */
  Track prolonged(Instant until, String holder) {
    Instant before = turns.out().orElseThrow().until();
    return hidden(before.isAfter(until) ? before : until, holder);
  }

  /** The same, without being a change of its own: nobody needs to look at it by itself. */
  Track undated() {
    return new Track(id, version, numbers, turns, gap, Optional.empty());
  }

  /** The one that is out is given out again. */
  Track released(Instant now) {
    Turns back = new Turns(turns.last(), turns.done(), turns.deliveries(), Optional.empty());
    return changed(numbers, back, gap, Optional.of(now));
  }

  /** Nothing is out: the numbers below that one are passed by. */
  Track passedTo(long number, Instant now) {
    return changed(
        numbersFrom(number),
        new Turns(turns.last(), turns.done(), 0, turns.out()),
        Optional.empty(),
        Optional.of(now));
  }

  /** Those below that number are missing, since that was found first. */
  Track lacking(long upTo, Instant since, Instant due) {
    return changed(numbers, turns, Optional.of(new Gap(upTo, since)), Optional.of(due));
  }

  /** The expected one is here, waits for other tracks, and is to be looked at again then. */
  Track waiting(Instant until) {
    return changed(numbers, turns, Optional.empty(), Optional.of(until));
  }

  /** There is nothing to be done. */
  Track idle() {
    return changed(numbers, turns, Optional.empty(), Optional.empty());
  }
}
