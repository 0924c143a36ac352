package dev.postern.subscription;

import dev.postern.broker.BreakerConfig;
import dev.postern.destination.Destinations;
import dev.postern.flow.Scheduler;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the room together. */
@Singleton
class SubscriptionRoom {
  @Produces
  @Singleton
  static Subscriptions subscriptions(SubscriptionConfig config) {
    return Subscriptions.read(config.byName());
  }

  @Produces
  @Singleton
  static Desks desks(
      Subscriptions subscriptions,
      Desks.Ports ports,
      Scheduler scheduler,
      @ConfigProperty(name = "postern.max-clock-skew", defaultValue = "30s") Duration skew,
      DeliveryWitness witness) {
    return new Desks(subscriptions, ports, scheduler, skew, witness);
  }

  @Produces
  @Singleton
  static Desks.Ports ports(
      Inbox inbox, Deliveries deliveries, Letters letters, Reporting reporting) {
    return new Desks.Ports(inbox, deliveries, letters, reporting);
  }

  @Produces
  @Singleton
  static Reporting reporting(Reports reports, Destinations destinations) {
    return new Reporting(reports, destinations);
  }

  @Produces
  @Singleton
  static AckTokens ackTokens(AckTokenConfig config, Subscriptions subscriptions) {
    boolean pulled = subscriptions.all().stream().anyMatch(each -> each.mode() == Mode.PULL);
    return tokens(config.secrets(), pulled);
  }

  /**
   * Tokens signed with these.
   *
   * @throws IllegalArgumentException naming the property and what is allowed, never a secret
   */
  static AckTokens tokens(Optional<List<String>> secrets, boolean needed) {
    String property = "postern.ack-tokens.secrets ";
    if (secrets.isEmpty() && needed) {
      throw new IllegalArgumentException(
          property
              + "must be set where a subscription is pulled: one or more secrets of at least 32"
              + " bytes in base64, the same at all replicas");
    }
    try {
      return new AckTokens(
          secrets.orElse(List.of()).stream().map(Base64.getDecoder()::decode).toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          property + "must be one or more secrets of at least 32 bytes each, in base64", e);
    }
  }

  @Produces
  @Singleton
  static Pull pull(Desks desks, AckTokens tokens, Scheduler scheduler) {
    return new Pull(desks, tokens, scheduler);
  }

  @Produces
  @Singleton
  static LetterBox letterBox(Desks desks) {
    return new LetterBox(desks);
  }

  @Produces
  @Singleton
  static Standings standings(Desks desks) {
    return new Standings(desks);
  }

  @Produces
  @Singleton
  static EndpointBreakers endpointBreakers(BreakerConfig config) {
    return new GuardedEndpoints(config.checked());
  }

  @Produces
  @Singleton
  static Desks.Push push(Endpoint endpoint, EndpointBreakers breakers, Pauses pauses) {
    return new Desks.Push(endpoint, breakers, pauses);
  }

  @Produces
  @Singleton
  static Pushers pushers(Desks desks, Desks.Push push, Scheduler scheduler) {
    return new Pushers(desks, push, scheduler);
  }

  /** Made with the process and not with the first call, so that a wrong secret stops the start. */
  void check(@Observes @Priority(100) StartupEvent event, AckTokens tokens) {}

  void start(@Observes @Priority(300) StartupEvent event, Pushers pushers) {
    pushers.start();
  }

  /** What is held goes back at once, so that other replicas have it. */
  void stop(@Observes @Priority(50) ShutdownEvent event, Pushers pushers, Desks desks) {
    pushers.stop();
    desks.stop();
  }
}
