package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.message.DestinationName;
import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.Subscriptions;
import jakarta.inject.Singleton;

/** Who a caller acts for, and what it may know of. With security off everyone is one tenant. */
@Singleton
class Tenancy {
  private final Destinations destinations;
  private final Subscriptions subscriptions;

  Tenancy(Destinations destinations, Subscriptions subscriptions) {
    this.destinations = destinations;
    this.subscriptions = subscriptions;
  }

  Tenant tenant() {
    return Tenant.DEFAULT;
  }

  /**
   * The caller's destination of that name.
   *
   * @throws RefusedRequest where there is none; another tenant's is none
   */
  Destination destination(String name) {
    return DestinationName.parse(name)
        .flatMap(parsed -> destinations.find(tenant(), parsed))
        .orElseThrow(
            () ->
                new RefusedRequest(
                    Problem.of(
                            ProblemType.DESTINATION_UNKNOWN,
                            "There is no destination of this name; GET /v1/destinations lists"
                                + " them.")
                        .field("destination")));
  }

  /**
   * The caller's subscription of that name.
   *
   * @throws RefusedRequest where there is none; another tenant's is none
   */
  Subscription subscription(String name) {
    return SubscriptionName.parse(name)
        .flatMap(parsed -> subscriptions.find(tenant(), parsed))
        .orElseThrow(
            () ->
                new RefusedRequest(
                    Problem.of(
                            ProblemType.SUBSCRIPTION_UNKNOWN,
                            "There is no subscription of this name; GET /v1/subscriptions lists"
                                + " them.")
                        .field("subscription")));
  }
}
