package dev.postern.subscription;

import dev.postern.broker.BreakerConfig;
import dev.postern.log.Log;
import dev.postern.log.Member;
import dev.postern.message.SubscriptionName;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** The breakers of SmallRye Fault Tolerance, configured as those of destinations are. */
public final class GuardedEndpoints implements EndpointBreakers {
  private static final Log LOG = Log.of(GuardedEndpoints.class);

  private static final TypeLiteral<CompletionStage<Endpoint.Result>> RESULT =
      new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
      };

  /** Tells the guard of a failed call; carries what the caller is given all the same. */
  private static final class CallFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Endpoint.Result result;

    CallFailed(Endpoint.Result result) {
      super("the endpoint does not take messages", null, false, false);
      this.result = result;
    }
  }

  private static final class Breaker {
    private final Guard guard;
    private volatile State state = State.CLOSED;

    Breaker(SubscriptionName subscription, BreakerConfig config) {
      guard =
          Guard.create()
              .withCircuitBreaker()
              .requestVolumeThreshold(config.failures())
              .failureRatio(1)
              .delay(config.openFor().toMillis(), ChronoUnit.MILLIS)
              .successThreshold(1)
              .onStateChange(now -> change(subscription, now))
              .done()
              .build();
    }

    private void change(SubscriptionName subscription, CircuitBreakerState now) {
      State before = state;
      state = State.valueOf(now.name());
      if (before != state) {
        LOG.warn(
            "the breaker of a subscription's endpoint has changed",
            Member.SUBSCRIPTION.is(subscription),
            Member.STATE.is(state.word()));
      }
    }
  }

  private final BreakerConfig config;
  private final Map<SubscriptionName, Breaker> breakers = new ConcurrentHashMap<>();

  public GuardedEndpoints(BreakerConfig config) {
    this.config = config;
  }

  private Breaker breaker(Subscription subscription) {
    return breakers.computeIfAbsent(subscription.name(), name -> new Breaker(name, config));
  }

  @Override
  public State state(Subscription subscription) {
    return breaker(subscription).state;
  }

  @Override
  public CompletionStage<Optional<Endpoint.Result>> call(
      Subscription subscription, Supplier<CompletionStage<Endpoint.Result>> send) {
    return breaker(subscription)
        .guard
        .get(() -> send.get().thenApply(GuardedEndpoints::failingWhereDown), RESULT)
        .handle(GuardedEndpoints::asResult);
  }

  private static Endpoint.Result failingWhereDown(Endpoint.Result result) {
    if (result.isEndpointsTrouble()) {
      throw new CallFailed(result);
    }
    return result;
  }

  private static Optional<Endpoint.Result> asResult(Endpoint.Result result, Throwable failure) {
    if (failure == null) {
      return Optional.of(result);
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof CallFailed failed) {
      return Optional.of(failed.result);
    }
    if (cause instanceof CircuitBreakerOpenException) {
      return Optional.empty();
    }
    throw new CompletionException(cause);
  }
}
