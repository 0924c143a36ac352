package dev.postern.replica;

import dev.postern.broker.Breakers;
import dev.postern.broker.Broker;
import dev.postern.broker.Sender;
import dev.postern.destination.Destinations;
import dev.postern.flow.Scheduler;
import dev.postern.lane.DrainMeans;
import dev.postern.lane.Drainer;
import dev.postern.lane.Lanes;
import dev.postern.ledger.Ledger;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Replicas;
import dev.postern.publish.Admission;
import dev.postern.publish.Lookup;
import dev.postern.publish.PublishMany;
import dev.postern.publish.Publisher;
import dev.postern.publish.Witness;
import java.time.Duration;

/** One replica put together as {@link ReplicaRoom} does it, over the ports that a test gives. */
public final class Assembly {
  /** The ports as those who publish see them, or those who drain; the same, but where one lies. */
  public record View(Ledger ledger, Lanes lanes) {}

  /** All ports of a replica. */
  public record Ports(
      View publishing, View draining, Replicas replicas, Broker broker, Breakers breakers) {}

  private static final Duration SKEW = Duration.ofSeconds(30);

  private final Heartbeat heartbeat;
  private final Drainer drainer;
  private final Publisher publisher;
  private final PublishMany publishMany;
  private final Lookup lookup;
  private final Watch watch;

  /**
   * A replica that does nothing until it is started.
   *
   * @param tenureLease what its own right to act is reckoned by; the lease, but where a test lies
   */
  public Assembly(
      Ports ports, Scheduler scheduler, Destinations destinations, Duration tenureLease) {
    ReplicaConfig config = config(Duration.ofSeconds(10));
    heartbeat = ReplicaRoom.heartbeat(ports.replicas(), scheduler, config(tenureLease));
    Sender sender = ReplicaRoom.sender(ports.broker(), ports.breakers(), scheduler);
    DrainMeans means =
        ReplicaRoom.drainMeans(
            ports.draining().lanes(), ports.draining().ledger(), sender, scheduler, config);
    drainer = ReplicaRoom.drainer(means, destinations, heartbeat);
    publisher =
        ReplicaRoom.publisher(
            new Publisher.Means(
                ports.publishing().ledger(),
                ports.publishing().lanes(),
                ports.replicas(),
                sender,
                drainer),
            new Admission(new Admission.Bounds(10_000, 64 * 1024 * 1024, Duration.ofSeconds(1))),
            scheduler,
            heartbeat,
            Witness.NONE);
    publishMany = ReplicaRoom.publishMany(publisher, scheduler);
    watch = ReplicaRoom.watch(means, ports.replicas(), drainer, heartbeat, destinations, config);
    lookup =
        ReplicaRoom.lookup(
            ports.publishing().ledger(), ports.publishing().lanes(), destinations, scheduler);
  }

  private static ReplicaConfig config(Duration lease) {
    return new ReplicaConfig() {
      @Override
      public Duration maxClockSkew() {
        return SKEW;
      }

      @Override
      public Replica replica() {
        return new Replica() {
          @Override
          public Duration heartbeat() {
            return Duration.ofSeconds(3);
          }

          @Override
          public Duration lease() {
            return lease;
          }

          @Override
          public Duration unreadyAfter() {
            return Duration.ofSeconds(30);
          }
        };
      }
    };
  }

  public void start() {
    heartbeat.start();
    drainer.start();
    watch.start();
  }

  public Publisher publisher() {
    return publisher;
  }

  public PublishMany publishMany() {
    return publishMany;
  }

  public Lookup lookup() {
    return lookup;
  }

  /** The id that it has now. */
  public ReplicaId id() {
    return heartbeat.tenure().replica();
  }
}
