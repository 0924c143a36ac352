package dev.postern.publish;

import dev.postern.broker.Breakers;
import dev.postern.destination.Destination;
import dev.postern.message.Worded;

/** Whether this replica asks a destination's broker at the moment. Thread-safe; never blocks. */
public record Availability(Breakers breakers) {
  /** The state of the destination's breaker: {@code closed}, {@code open} or {@code half-open}. */
  public Worded breaker(Destination destination) {
    return breakers.state(destination);
  }
}
