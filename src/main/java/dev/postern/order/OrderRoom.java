package dev.postern.order;

import dev.postern.flow.Scheduler;
import dev.postern.subscription.DeliveryWitness;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.Subscriptions;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the room together. */
@Singleton
class OrderRoom {
  /** The name under which the queues are given out as they are. */
  private static final String BARE = "aws";

  @Produces
  @Singleton
  static Process process(
      Scheduler scheduler,
      @ConfigProperty(name = "postern.max-clock-skew", defaultValue = "30s") Duration skew,
      DeliveryWitness witness) {
    byte[] name = new byte[16];
    scheduler.random().nextBytes(name);
    return new Process(scheduler, UUID.nameUUIDFromBytes(name).toString(), skew, witness);
  }

  @Produces
  @Singleton
  static Gaps gaps(Tracks tracks, Process process) {
    return new Gaps(tracks, process);
  }

  @Produces
  @Singleton
  static Inbox inbox(
      @Identifier(BARE) Inbox bare, Tracks tracks, Subscriptions subscriptions, Process process) {
    return new OrderedInbox(bare, tracks, subscriptions, process);
  }
}
