package dev.postern.subscription;

import dev.postern.message.Worded;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Keeps each subscription's endpoint from being called while it is down. Thread-safe, never
 * blocking.
 */
public interface EndpointBreakers {
  /** The states of a circuit breaker. */
  enum State implements Worded {
    /** The endpoint answers. */
    CLOSED,
    /** It does not, and is left alone. */
    OPEN,
    /** One call may show whether it does again. */
    HALF_OPEN
  }

  /** Breakers that never open. */
  EndpointBreakers NONE =
      new EndpointBreakers() {
        @Override
        public State state(Subscription subscription) {
          return State.CLOSED;
        }

        @Override
        public CompletionStage<Optional<Endpoint.Result>> call(
            Subscription subscription, Supplier<CompletionStage<Endpoint.Result>> send) {
          return send.get().thenApply(Optional::of);
        }
      };

  State state(Subscription subscription);

  /**
   * Makes the call, or not where the breaker prevents it; then the stage gives nothing at once. It
   * counts as failed where the endpoint did not answer, or answered 429 or 5xx.
   */
  CompletionStage<Optional<Endpoint.Result>> call(
      Subscription subscription, Supplier<CompletionStage<Endpoint.Result>> send);
}
