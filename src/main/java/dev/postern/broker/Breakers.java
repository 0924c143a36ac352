package dev.postern.broker;

import dev.postern.destination.Destination;
import dev.postern.message.Worded;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Keeps each destination's broker from being asked while it is down: a circuit breaker per
 * destination, so that one that is down changes nothing for the others. Thread-safe, never
 * blocking.
 */
public interface Breakers {
  /** The states of a circuit breaker. */
  enum State implements Worded {
    /** The broker answers. */
    CLOSED,
    /** It does not, and is left alone. */
    OPEN,
    /** One call may show whether it does again. */
    HALF_OPEN
  }

  /** Breakers that never open. */
  Breakers NONE =
      new Breakers() {
        @Override
        public State state(Destination destination) {
          return State.CLOSED;
        }

        @Override
        public CompletionStage<Optional<List<SendResult>>> call(
            Destination destination, Supplier<CompletionStage<List<SendResult>>> send) {
          return send.get().thenApply(Optional::of);
        }
      };

  State state(Destination destination);

  /**
   * Makes the call, or not where the breaker prevents it; then the stage gives nothing at once. The
   * call counts as failed where every one of its messages has a result that tells of the broker's
   * trouble ({@link SendResult#isBrokersTrouble}).
   */
  CompletionStage<Optional<List<SendResult>>> call(
      Destination destination, Supplier<CompletionStage<List<SendResult>>> send);

  /** The stage of a call that was prevented. */
  static CompletionStage<Optional<List<SendResult>>> prevented() {
    return CompletableFuture.completedFuture(Optional.empty());
  }
}
