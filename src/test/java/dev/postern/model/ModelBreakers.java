package dev.postern.model;

import dev.postern.broker.Breakers;
import dev.postern.broker.SendResult;
import dev.postern.destination.Destination;
import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.message.DestinationName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Breakers that go by a scheduler's time; for one thread. */
public final class ModelBreakers implements Breakers {
  private static final class Breaker {
    private State state = State.CLOSED;
    private int failures;
    private boolean tried;
    private Deadline openUntil;
  }

  private final Scheduler scheduler;
  private final int failures;
  private final Duration openFor;
  private final Map<DestinationName, Breaker> breakers = new HashMap<>();

  /**
   * Breakers that open after so many failed calls in a row, and after that time let one call try.
   */
  public ModelBreakers(Scheduler scheduler, int failures, Duration openFor) {
    this.scheduler = scheduler;
    this.failures = failures;
    this.openFor = openFor;
  }

  private Breaker breaker(Destination destination) {
    return breakers.computeIfAbsent(destination.name(), name -> new Breaker());
  }

  @Override
  public State state(Destination destination) {
    return breaker(destination).state;
  }

  @Override
  public CompletionStage<Optional<List<SendResult>>> call(
      Destination destination, Supplier<CompletionStage<List<SendResult>>> send) {
    Breaker breaker = breaker(destination);
    if (breaker.state == State.OPEN && breaker.openUntil.hasPassed()) {
      breaker.state = State.HALF_OPEN;
      breaker.tried = false;
    }
    if (breaker.state == State.OPEN || (breaker.state == State.HALF_OPEN && breaker.tried)) {
      return Breakers.prevented();
    }
    breaker.tried = true;
    return send.get()
        .thenApply(
            results -> {
              count(breaker, results.stream().allMatch(SendResult::isBrokersTrouble));
              return Optional.of(results);
            });
  }

  private void count(Breaker breaker, boolean failed) {
    breaker.failures = failed ? breaker.failures + 1 : 0;
    if (!failed && breaker.state == State.HALF_OPEN) {
      breaker.state = State.CLOSED;
    } else if (failed && (breaker.state == State.HALF_OPEN || breaker.failures >= failures)) {
      breaker.state = State.OPEN;
      breaker.openUntil = Deadline.in(openFor, scheduler);
    }
  }
}
