package dev.postern.subscription;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.message.DestinationName;
import java.util.Optional;

/** Where subscriptions report what they have processed, and of which destinations that can be. */
public record Reporting(Reports reports, Destinations destinations) {

  Reporter by(Means means) {
    return new Reporter(means, destination(means.subscription()), reports);
  }

  /**
   * The one whose messages come to a subscription, where its queue is a destination's. To any other
   * queue they come from topics, or from a queue whose dead letters it takes, and so from wherever.
   */
  private Optional<DestinationName> destination(Subscription subscription) {
    String queue = subscription.queue().name();
    return destinations.all().stream()
        .filter(each -> each.target().fold(its -> its.name().equals(queue), topic -> false))
        .map(Destination::name)
        .findFirst();
  }
}
