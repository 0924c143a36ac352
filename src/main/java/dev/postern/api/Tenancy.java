package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.message.DestinationName;
import dev.postern.message.Tenant;
import jakarta.inject.Singleton;

/** Who a caller acts for, and what it may know of. With security off everyone is one tenant. */
@Singleton
class Tenancy {
  private final Destinations destinations;

  Tenancy(Destinations destinations) {
    this.destinations = destinations;
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
}
