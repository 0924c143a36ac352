package dev.postern.subscription;

import dev.postern.flow.Scheduler;
import dev.postern.message.GroupId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What delivery modes work with.
 *
 * @param maxClockSkew the most that the clocks of two replicas differ
 */
record Means(
    Subscription subscription,
    QueueCalls queue,
    DeliveryCalls deliveries,
    Scheduler scheduler,
    Duration maxClockSkew,
    DeliveryWitness witness) {

  /** A ticket that is good from now on for the ack deadline. */
  Ticket ticket(Arrival arrival, int attempt, long version) {
    Optional<GroupId> group = arrival.message().group();
    return new Ticket(
        arrival.message().id(), group, Ticket.Copy.of(arrival), attempt, version, deadline());
  }

  /** The time as it is stored. */
  Instant now() {
    return scheduler.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** When what is handed over now is no longer the consumer's. */
  Instant deadline() {
    return now().plus(subscription.limits().ackDeadline());
  }

  /** A delivery as it changes now. */
  Delivery delivery(InboundId message, long version, int attempts, Delivery.State state) {
    return delivery(message, version, attempts, state, Optional.empty());
  }

  Delivery delivery(
      InboundId message,
      long version,
      int attempts,
      Delivery.State state,
      Optional<Failure> failure) {
    Instant now = now();
    return new Delivery(
        subscription.name(),
        message,
        version,
        attempts,
        state,
        failure,
        now,
        now.plus(subscription.limits().retention()));
  }
}
