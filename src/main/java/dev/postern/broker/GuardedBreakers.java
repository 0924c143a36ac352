package dev.postern.broker;

import dev.postern.destination.Destination;
import dev.postern.log.Log;
import dev.postern.log.Member;
import dev.postern.message.DestinationName;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** The breakers of SmallRye Fault Tolerance. */
public final class GuardedBreakers implements Breakers {
  private static final Log LOG = Log.of(GuardedBreakers.class);

  private static final TypeLiteral<CompletionStage<List<SendResult>>> RESULTS =
      new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
      };

  /** Tells the guard of a failed call; carries what the caller is given all the same. */
  private static final class CallFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SendResult> results;

    CallFailed(List<SendResult> results) {
      super("the broker does not take messages", null, false, false);
      this.results = results;
    }
  }

  private static final class Breaker {
    private final Guard guard;
    private volatile State state = State.CLOSED;

    Breaker(DestinationName destination, BreakerConfig config) {
      guard =
          Guard.create()
              .withCircuitBreaker()
              // It opens after so many calls of which every one has failed.
              .requestVolumeThreshold(config.failures())
              .failureRatio(1)
              .delay(config.openFor().toMillis(), ChronoUnit.MILLIS)
              .successThreshold(1)
              .onStateChange(now -> change(destination, now))
              .done()
              .build();
    }

    private void change(DestinationName destination, CircuitBreakerState now) {
      State before = state;
      state = State.valueOf(now.name());
      if (before != state) {
        LOG.warn(
            "a destination's breaker has changed",
            Member.DESTINATION.is(destination),
            Member.STATE.is(state.word()));
      }
    }
  }

  private final BreakerConfig config;
  private final Map<DestinationName, Breaker> breakers = new ConcurrentHashMap<>();

  public GuardedBreakers(BreakerConfig config) {
    this.config = config;
  }

  private Breaker breaker(Destination destination) {
    return breakers.computeIfAbsent(destination.name(), name -> new Breaker(name, config));
  }

  @Override
  public State state(Destination destination) {
    return breaker(destination).state;
  }

  @Override
  public CompletionStage<Optional<List<SendResult>>> call(
      Destination destination, Supplier<CompletionStage<List<SendResult>>> send) {
    return breaker(destination)
        .guard
        .get(() -> send.get().thenApply(GuardedBreakers::failingWhereTroubled), RESULTS)
        .handle(GuardedBreakers::asResults);
  }

  private static List<SendResult> failingWhereTroubled(List<SendResult> results) {
    if (results.stream().allMatch(SendResult::isBrokersTrouble)) {
      throw new CallFailed(results);
    }
    return results;
  }

  private static Optional<List<SendResult>> asResults(List<SendResult> results, Throwable failure) {
    if (failure == null) {
      return Optional.of(results);
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof CallFailed failed) {
      return Optional.of(failed.results);
    }
    if (cause instanceof CircuitBreakerOpenException) {
      return Optional.empty();
    }
    throw new CompletionException(cause);
  }
}
