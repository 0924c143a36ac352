package dev.postern.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The way from a replica to a service and back: where calls and answers are lost and delayed. */
public interface Line {
  /** A line that does everything at once and loses nothing. */
  Line PERFECT =
      new Line() {
        @Override
        public <T> CompletionStage<T> call(String operation, Supplier<T> work) {
          return CompletableFuture.completedFuture(work.get());
        }

        @Override
        public boolean leavesOut(String part) {
          return false;
        }
      };

  /**
   * Has the work done at the service, once at most.
   *
   * @return its result, or a failure that leaves open whether it was done
   */
  <T> CompletionStage<T> call(String operation, Supplier<T> work);

  /** Asked for each part of a call of several parts: is it left undone? */
  boolean leavesOut(String part);
}
