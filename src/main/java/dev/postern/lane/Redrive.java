package dev.postern.lane;

import dev.postern.destination.Destination;
import dev.postern.flow.Deadline;
import dev.postern.ledger.Record;
import dev.postern.ledger.StoreUnavailable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Brings a dead message back into its lane, with its id and its key: in its old place where it
 * blocks the lane, else at the tail.
 */
record Redrive(DrainMeans means, ByHand byHand, Drainer drainer) {
  /** What became of it. */
  enum Result {
    DONE,
    /** It is not dead any more, or its letter is gone. Nothing was done. */
    NOT_DEAD,
    /** Its group has gone on without it, and its order may not be changed. Nothing was done. */
    WOULD_REORDER
  }

  /** How often to begin anew where others change the same lane at the same time. */
  private static final int TRIES = 5;

  CompletionStage<Result> of(
      Destination destination, Record record, Lanes.DeadLetter letter, boolean allowReorder) {
    return attempt(destination, record, letter, allowReorder, TRIES);
  }

  private CompletionStage<Result> attempt(
      Destination destination,
      Record record,
      Lanes.DeadLetter letter,
      boolean allowReorder,
      int tries) {
    if (tries == 0) {
      return CompletableFuture.failedFuture(
          new StoreUnavailable("the lane changes too fast", null, false));
    }
    LaneId lane = LaneId.of(destination, record.id(), record.message());
    return means
        .lanes()
        .heads(List.of(lane))
        .thenCompose(
            heads -> {
              Head head = heads.get(lane);
              if (head == null) {
                return attempt(destination, record, letter, allowReorder, tries - 1);
              }
              if (head.blockedBy().filter(letter.message()::equals).isPresent()) {
                return revive(lane, head, letter)
                    .thenCompose(
                        revived ->
                            revived
                                ? done(lane)
                                : attempt(destination, record, letter, allowReorder, tries - 1));
              }
              // It was passed. Later messages of an open lane leave no trace in it, so that the
              // group must be taken to have gone on.
              return lane.isOrdered() && !allowReorder
                  ? CompletableFuture.completedFuture(Result.WOULD_REORDER)
                  : putBack(lane, letter, tries);
            });
  }

  /** False where another was first. */
  CompletionStage<Boolean> revive(LaneId lane, Head head, Lanes.DeadLetter letter) {
    return byHand.revive(lane, head, letter, redrive(letter));
  }

  /**
   * A number, and then all else in one write: a crash between the two leaves a hole, which whoever
   * drains the lane fills, and the letter as it was.
   */
  private CompletionStage<Result> putBack(LaneId lane, Lanes.DeadLetter letter, int tries) {
    if (tries == 0) {
      return CompletableFuture.failedFuture(
          new StoreUnavailable("the lane's numbers came too late", null, false));
    }
    Deadline putBy = Deadline.in(Appender.PUT_WITHIN, means.scheduler());
    return means
        .lanes()
        .reserve(lane, means.scheduler().now())
        .thenCompose(
            number ->
                putBy.hasPassed()
                    ? putBack(lane, letter, tries - 1)
                    : byHand
                        .putBack(lane, number, letter, redrive(letter))
                        .thenCompose(
                            result ->
                                switch (result) {
                                  case DONE -> done(lane);
                                  case NUMBER_TAKEN -> putBack(lane, letter, tries - 1);
                                  case NOT_DEAD -> giveBack(lane, number);
                                }));
  }

  /** Another was first: nobody need wait for what will not come. */
  private CompletionStage<Result> giveBack(LaneId lane, long number) {
    return means
        .lanes()
        .put(lane, number, new LaneEntry.Tombstone(means.scheduler().now()))
        .thenApply(
            standing -> {
              drainer.nudge(lane);
              return Result.NOT_DEAD;
            });
  }

  private CompletionStage<Result> done(LaneId lane) {
    drainer.nudge(lane);
    return CompletableFuture.completedFuture(Result.DONE);
  }

  private LaneEntry.Redrive redrive(Lanes.DeadLetter letter) {
    return new LaneEntry.Redrive(means.scheduler().now(), letter.mayBePublished());
  }
}
