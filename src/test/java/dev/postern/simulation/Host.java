package dev.postern.simulation;

import dev.postern.broker.Broker;
import dev.postern.broker.Outbound;
import dev.postern.broker.SendResult;
import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.lane.Eraser;
import dev.postern.ledger.LowWater;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Replicas;
import dev.postern.model.Line;
import dev.postern.model.ModelBreakers;
import dev.postern.model.ModelBroker;
import dev.postern.model.ModelErasures;
import dev.postern.model.ModelLanes;
import dev.postern.model.ModelLedger;
import dev.postern.model.ModelReplicas;
import dev.postern.replica.Assembly;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A place where one replica runs at a time, each start a new one. */
final class Host {
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(5);

  /** Fewer than usual: a run has few calls. */
  private static final int FAILURES = 4;

  /** The lease as the fastest clock of another replica counts it, in true time. */
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(9_600);

  private final World world;
  private final int number;
  private final Destinations known;
  private final SimulatedScheduler.Clocks clocks;
  private SimulatedScheduler process;
  private Assembly replica;
  private Eraser eraser;
  private long beatBegan;

  /**
   * A place that is empty yet.
   *
   * @param known the destinations that are configured there
   */
  Host(World world, int number, Destinations known, SimulatedScheduler.Clocks clocks) {
    this.world = world;
    this.number = number;
    this.known = known;
    this.clocks = clocks;
  }

  int number() {
    return number;
  }

  SimulatedScheduler process() {
    return process;
  }

  /** By whose hand payloads are erased. */
  Eraser eraser() {
    return eraser;
  }

  Assembly replica() {
    return replica;
  }

  boolean isUp() {
    return process != null && !process.hasCrashed();
  }

  void start() {
    process = new SimulatedScheduler(world.events, world.random, clocks);
    beatBegan = Long.MIN_VALUE / 2;
    Wire store = new Wire(world, process, number, STORE_TIMEOUT);
    Wire queues = new Wire(world, process, number, Broker.SEND_TIMEOUT);
    Assembly.View view =
        new Assembly.View(new ModelLedger(world.table, store), new ModelLanes(world.table, store));
    eraser = new Eraser(view.ledger(), new ModelErasures(world.table, store), process);
    Assembly.Ports honest =
        new Assembly.Ports(
            view,
            view,
            watched(new ModelReplicas(world.table, store)),
            (destination, messages) -> send(queues, destination, messages),
            new ModelBreakers(process, FAILURES, Duration.ofSeconds(5)));
    replica =
        new Assembly(
            world.sabotage.ports(honest, world.events, () -> replica.id()),
            process,
            known,
            world.sabotage.tenureLease());
    process.execute(replica::start);
    world.note(() -> "host " + number + " started as " + replica.id());
  }

  void crash() {
    world.note(() -> "host " + number + " crashed");
    process.crash();
  }

  void pause(Duration time) {
    world.note(() -> "host " + number + " paused for " + time);
    process.pause(time);
  }

  /** I7: no tracked send begins once others may hold this replica for dead. */
  private CompletionStage<List<SendResult>> send(
      Wire queues, Destination destination, List<Outbound> messages) {
    long age = world.events.now() - beatBegan;
    if (age > SHORTEST_LEASE.toNanos() && messages.stream().anyMatch(world::isTracked)) {
      world.history.violated("I7: host " + number + " sends without a heartbeat for " + age);
    }
    return new ModelBroker(world.queues, world.events::instant, noting(queues, messages))
        .send(destination, messages);
  }

  /** Notes which messages arrive later than an attempt may last. */
  private Line noting(Line line, List<Outbound> messages) {
    long begun = world.events.now();
    return new Line() {
      @Override
      public <T> CompletionStage<T> call(String operation, Supplier<T> work) {
        return line.call(
            operation,
            () -> {
              if (world.events.now() - begun > Broker.SEND_TIMEOUT.toNanos()) {
                messages.forEach(message -> world.history.late.add(message.id()));
              }
              return work.get();
            });
      }

      @Override
      public boolean leavesOut(String part) {
        return line.leavesOut(part);
      }
    };
  }

  /** Notes from when on a heartbeat counts. */
  private Replicas watched(Replicas replicas) {
    return new ForwardingReplicas(replicas) {
      @Override
      public CompletionStage<Void> enter(ReplicaId replica) {
        long began = world.events.now();
        return super.enter(replica).thenAccept(done -> beatBegan = began);
      }

      @Override
      public CompletionStage<Boolean> beat(ReplicaId replica, LowWater lowWater) {
        long began = world.events.now();
        return super.beat(replica, lowWater)
            .thenApply(
                own -> {
                  beatBegan = own ? began : beatBegan;
                  return own;
                });
      }
    };
  }
}
