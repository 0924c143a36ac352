package dev.postern.simulation;

import dev.postern.broker.Broker;
import dev.postern.destination.Destinations;
import dev.postern.model.ModelDeliveries;
import dev.postern.model.ModelInbox;
import dev.postern.model.ModelLetters;
import dev.postern.model.ModelPauses;
import dev.postern.model.ModelReports;
import dev.postern.model.ModelTracks;
import dev.postern.order.Gaps;
import dev.postern.order.OrderedInbox;
import dev.postern.order.Process;
import dev.postern.order.Tracks;
import dev.postern.subscription.AckTokens;
import dev.postern.subscription.DeliveryWitness;
import dev.postern.subscription.Desks;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.LetterBox;
import dev.postern.subscription.Pull;
import dev.postern.subscription.Pushers;
import dev.postern.subscription.Reporting;
import dev.postern.subscription.Subscriptions;
import java.time.Duration;
import java.util.List;

/** A place where one replica serves a subscription at a time, each start a new one. */
final class ConsumerHost {
  static final Duration SKEW = Duration.ofSeconds(30);

  private static final AckTokens TOKENS = new AckTokens(List.of(new byte[32]));

  private final ConsumerWorld world;
  private final int number;
  private final SimulatedScheduler.Clocks clocks;
  private SimulatedScheduler process;
  private Desks desks;
  private Pull pull;
  private LetterBox letterBox;
  private Gaps gaps;
  private Pushers pushers;

  ConsumerHost(ConsumerWorld world, int number, SimulatedScheduler.Clocks clocks) {
    this.world = world;
    this.number = number;
    this.clocks = clocks;
  }

  int number() {
    return number;
  }

  boolean isUp() {
    return process != null && !process.hasCrashed();
  }

  SimulatedScheduler process() {
    return process;
  }

  Pull pull() {
    return pull;
  }

  LetterBox letterBox() {
    return letterBox;
  }

  Pushers pushers() {
    return pushers;
  }

  Gaps gaps() {
    return gaps;
  }

  void start() {
    process = new SimulatedScheduler(world.events(), world.random, clocks);
    Wire store = new Wire(world, process, number, Duration.ofSeconds(5));
    Wire queues = new Wire(world, process, number, Broker.SEND_TIMEOUT);
    Subscriptions subscriptions = new Subscriptions(List.of(world.subscription));
    Process own =
        new Process(process, Long.toString(world.random.nextLong()), SKEW, DeliveryWitness.NONE);
    Tracks tracks = world.sabotage.tracks(new ModelTracks(world.table, store));
    Inbox bare = world.sabotage.inbox(new ModelInbox(world.sqs, process, queues));
    Desks.Ports ports =
        new Desks.Ports(
            new OrderedInbox(bare, tracks, subscriptions, own),
            world.sabotage.deliveries(new ModelDeliveries(world.table, store)),
            new ModelLetters(world.table, store),
            new Reporting(new ModelReports(world.table, store), new Destinations(List.of())));
    desks = new Desks(subscriptions, ports, process, SKEW, DeliveryWitness.NONE);
    gaps = new Gaps(tracks, own);
    pull = new Pull(desks, TOKENS, process);
    letterBox = new LetterBox(desks);
    PushedTo endpoint = new PushedTo(world, process);
    pushers =
        new Pushers(
            desks,
            new Desks.Push(endpoint, endpoint, new ModelPauses(world.table, store)),
            process);
    process.execute(pushers::start);
    world.note(() -> "host " + number + " started");
  }

  void stop() {
    world.note(() -> "host " + number + " stops");
    process.execute(
        () -> {
          pushers.stop();
          desks.stop();
        });
  }

  void crash() {
    world.note(() -> "host " + number + " crashed");
    process.crash();
  }

  void pause(Duration time) {
    world.note(() -> "host " + number + " paused for " + time);
    process.pause(time);
  }
}
