package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.log.Member;
import dev.postern.message.DestinationName;
import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.Subscriptions;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Who a caller acts for, what it may know of, and what it may do there. To be asked while the
 * request is being taken, not from a later stage, which may run outside of it.
 */
@Singleton
class Tenancy {
  private static final String DESTINATION = Member.DESTINATION.word();
  private static final String SUBSCRIPTION = Member.SUBSCRIPTION.word();

  private final Destinations destinations;
  private final Subscriptions subscriptions;
  private final Entrance entrance;
  private final CurrentVertxRequest current;

  Tenancy(
      Destinations destinations,
      Subscriptions subscriptions,
      Entrance entrance,
      CurrentVertxRequest current) {
    this.destinations = destinations;
    this.subscriptions = subscriptions;
    this.entrance = entrance;
    this.current = current;
  }

  /** Who sent the request. */
  Caller caller() {
    return entrance.caller(current.getCurrent());
  }

  /** Whether the caller is told of it in a list. */
  boolean lists(Destination destination) {
    return destination.tenant().equals(caller().tenant())
        && caller().sees(destination.name().value());
  }

  /** The same. */
  boolean lists(Subscription subscription) {
    return subscription.tenant().equals(caller().tenant())
        && caller().sees(subscription.name().value());
  }

  /**
   * The caller's destination of that name, where it has that permission on it.
   *
   * @throws RefusedRequest where there is none, and another tenant's is none; or it has not
   */
  Destination destination(Permission permission, String name) {
    Caller caller = caller();
    Destination found = destination(caller, name);
    require(caller, permission, Member.DESTINATION, name);
    return found;
  }

  /**
   * The caller's destination of that name, where it has any permission on it.
   *
   * @throws RefusedRequest likewise
   */
  Destination destination(String name) {
    Caller caller = caller();
    Destination found = destination(caller, name);
    caller.requireAny(DESTINATION, name);
    return found;
  }

  private Destination destination(Caller caller, String name) {
    return DestinationName.parse(name)
        .flatMap(parsed -> destinations.find(caller.tenant(), parsed))
        .orElseThrow(
            () ->
                new RefusedRequest(
                    Problem.of(
                            ProblemType.DESTINATION_UNKNOWN,
                            "There is no destination of this name; GET /v1/destinations lists"
                                + " them.")
                        .field(DESTINATION)));
  }

  /**
   * The caller's subscription of that name, where it has that permission on it.
   *
   * @throws RefusedRequest where there is none, and another tenant's is none; or it has not
   */
  Subscription subscription(Permission permission, String name) {
    Caller caller = caller();
    Subscription found = subscription(caller, name);
    require(caller, permission, Member.SUBSCRIPTION, name);
    return found;
  }

  /**
   * The caller's subscription of that name, where it has any permission on it.
   *
   * @throws RefusedRequest likewise
   */
  Subscription subscription(String name) {
    Caller caller = caller();
    Subscription found = subscription(caller, name);
    caller.requireAny(SUBSCRIPTION, name);
    return found;
  }

  /**
   * Whether the caller may see what consumers made of messages: who consumes, or reads payloads.
   */
  boolean seesResults(Subscription subscription) {
    String name = subscription.name().value();
    return caller().may(Permission.CONSUME, name) || caller().may(Permission.READ_PAYLOAD, name);
  }

  private Subscription subscription(Caller caller, String name) {
    return SubscriptionName.parse(name)
        .flatMap(parsed -> subscriptions.find(caller.tenant(), parsed))
        .orElseThrow(
            () ->
                new RefusedRequest(
                    Problem.of(
                            ProblemType.SUBSCRIPTION_UNKNOWN,
                            "There is no subscription of this name; GET /v1/subscriptions lists"
                                + " them.")
                        .field(SUBSCRIPTION)));
  }

  /**
   * Refuses a caller without that permission on the destination of a message that it found.
   *
   * @throws RefusedRequest naming the permission and the destination
   */
  static void require(Caller caller, Permission permission, DestinationName destination) {
    require(caller, permission, Member.DESTINATION, destination.value());
  }

  private static void require(Caller caller, Permission permission, Member kind, String thing) {
    if (permission.isAudited() && !caller.may(permission, thing)) {
      Audit.refused(caller, permission, kind, thing);
    }
    caller.require(permission, kind.word(), thing);
  }

  /** Writes down that the caller asked for this. */
  void audit(String action, Destination destination, Optional<String> message) {
    audit(caller(), action, destination.name(), message);
  }

  /** The same, of a caller that was asked for before. */
  static void audit(
      Caller caller, String action, DestinationName destination, Optional<String> message) {
    Audit.allowed(caller, action, Member.DESTINATION, destination.value(), message);
  }

  /** The same. */
  void audit(String action, Subscription subscription, Optional<String> message) {
    Audit.allowed(caller(), action, Member.SUBSCRIPTION, subscription.name().value(), message);
  }
}
