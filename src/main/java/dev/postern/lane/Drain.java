package dev.postern.lane;

import dev.postern.destination.Destination;
import dev.postern.flow.Deadline;
import dev.postern.ledger.Tenure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * One holder's turn at one lane, step by step until the lane is clear, blocked, not due or
 * another's. What a step does is said by {@link OrderedDrain} and {@link UnorderedDrain}; here is
 * what they share: the lease, the head as it is known, holes.
 */
abstract class Drain {
  /** Whose turn it is. */
  record Turn(Destination destination, Tenure tenure, Lanes.Hold hold, BooleanSupplier isStopped) {}

  /** Why a turn is over; where the lane still waits, in how long to look at it again. */
  record End(Optional<Duration> comeAgain) {
    static final End FOR_GOOD = new End(Optional.empty());
  }

  static final CompletionStage<Optional<End>> GO_ON =
      CompletableFuture.completedFuture(Optional.empty());
  static final CompletionStage<Optional<End>> STOP =
      CompletableFuture.completedFuture(Optional.of(End.FOR_GOOD));

  final DrainMeans means;
  final Turn turn;
  final Verdict verdict;
  final Delivery delivery;
  private final CompletableFuture<End> end = new CompletableFuture<>();

  // Touched by one step at a time, each of which happens after the one before.
  private Head head;
  private long leaseFrom;
  private Deadline holesUntil;

  /**
   * A turn under a hold that was just taken.
   *
   * @param head as it was seen before, with the attempt that a holder before may have left
   * @param leaseFrom the tick before the hold was asked for
   */
  Drain(DrainMeans means, Turn turn, Head head, long leaseFrom) {
    this.means = means;
    this.turn = turn;
    this.verdict = new Verdict(turn.destination(), means.times(), means.scheduler());
    this.delivery = new Delivery(means, lane(), turn.destination(), verdict, this::maySend);
    this.head = head;
    this.leaseFrom = leaseFrom;
    this.holesUntil = holeGrace();
  }

  /**
   * All numbers up to the tail were given out before the head was read: one grace is enough for all
   * the holes among them.
   */
  private Deadline holeGrace() {
    return Deadline.in(DrainTimes.HOLE_GRACE, means.scheduler());
  }

  /** The drain that this lane's order, or lack of it, asks for. */
  static Drain of(DrainMeans means, Turn turn, Head head, long leaseFrom) {
    return turn.hold().lane().isOrdered()
        ? new OrderedDrain(means, turn, head, leaseFrom)
        : new UnorderedDrain(means, turn, head, leaseFrom);
  }

  /** One step from that number, the one after {@code done}, on; says whether the turn ended. */
  abstract CompletionStage<Optional<End>> step(long number);

  /** Works until there is nothing to do; fails where the store does. */
  CompletionStage<End> run() {
    means.scheduler().execute(this::next);
    return end;
  }

  private void next() {
    step()
        .whenComplete(
            (ended, failure) -> {
              if (failure != null) {
                end.completeExceptionally(failure);
              } else if (ended.isPresent()) {
                end.complete(ended.get());
              } else {
                means.scheduler().execute(this::next);
              }
            });
  }

  private CompletionStage<Optional<End>> step() {
    if (!turn.tenure().isHeld()) {
      return STOP;
    }
    if (turn.isStopped().getAsBoolean()) {
      // No attempt is under way between two steps.
      return means.lanes().leave(turn.hold()).thenApply(left -> Optional.of(End.FOR_GOOD));
    }
    long number = head.done() + 1;
    return number > head.tail() ? release() : step(number);
  }

  LaneId lane() {
    return turn.hold().lane();
  }

  Head head() {
    return head;
  }

  /** May an attempt begin now? */
  private boolean maySend() {
    return turn.tenure().isHeld()
        && means.scheduler().ticks() - leaseFrom < means.times().ownLease().toNanos();
  }

  /** The numbers up to this one have their end. */
  CompletionStage<Optional<End>> advance(long number) {
    long began = means.scheduler().ticks();
    return means
        .lanes()
        .advance(turn.hold(), number, means.scheduler().now())
        .thenApply(
            advanced -> {
              if (!advanced) {
                return Optional.of(End.FOR_GOOD);
              }
              leaseFrom = began;
              head = head.at(number);
              return Optional.empty();
            });
  }

  /** The lane waits as it is, until the retry is due. */
  CompletionStage<Optional<End>> postpone(Head.Retry retry) {
    return means
        .lanes()
        .postpone(turn.hold(), retry)
        .thenApply(
            postponed -> {
              Duration wait =
                  Duration.between(means.scheduler().now(), retry.dueAt().orElseThrow());
              return Optional.of(new End(Optional.of(wait.isNegative() ? Duration.ZERO : wait)));
            });
  }

  private CompletionStage<Optional<End>> release() {
    return means
        .lanes()
        .release(turn.hold(), head.tail(), means.scheduler().now())
        .thenCompose(released -> released ? STOP : lookAgain());
  }

  /** Something was not as this holder knew it: on with what is, if the lane is still its own. */
  CompletionStage<Optional<End>> lookAgain() {
    return means
        .lanes()
        .heads(List.of(lane()))
        .thenCompose(
            heads -> {
              Head now = heads.getOrDefault(lane(), Head.ABSENT);
              if (now.holding().fence() != turn.hold().fence() || now.blockedBy().isPresent()) {
                return STOP;
              }
              head = now.trying(head.retry());
              holesUntil = holeGrace();
              return GO_ON;
            });
  }

  /** Whether the time is over in which an appender may still fill the holes up to the tail. */
  boolean holesAreGivenUp() {
    return holesUntil.hasPassed();
  }

  /** Puts a tombstone into a hole, and gives what stands there. */
  CompletionStage<LaneEntry> fill(long hole) {
    LaneEntry tombstone = new LaneEntry.Tombstone(means.scheduler().now());
    return means
        .lanes()
        .put(lane(), hole, tombstone)
        .thenApply(standing -> standing.orElse(tombstone));
  }

  /** Ends after a glance's time, the lease renewed. */
  CompletionStage<Optional<End>> linger() {
    return means.scheduler().after(DrainTimes.HOLE_GLANCE).thenCompose(passed -> renew());
  }

  CompletionStage<Optional<End>> renew() {
    long began = means.scheduler().ticks();
    return means
        .lanes()
        .renew(turn.hold())
        .thenApply(
            own -> {
              leaseFrom = began;
              return own ? Optional.empty() : Optional.of(End.FOR_GOOD);
            });
  }
}
