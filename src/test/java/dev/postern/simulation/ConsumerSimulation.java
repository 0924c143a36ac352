package dev.postern.simulation;

import dev.postern.order.Track;
import dev.postern.subscription.Demand;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Mode;
import dev.postern.subscription.Pull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One run of the consuming half, all of which follows from its seed. */
final class ConsumerSimulation {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** How long everything may take to come to its end once nothing goes wrong any more. */
  private static final Duration SETTLE_WITHIN = Duration.ofMinutes(60);

  private static final List<String> OPERATIONS =
      List.of(
          "receive jobs",
          "delete jobs",
          "hide jobs",
          "resend jobs",
          "deliveries find",
          "deliveries write",
          "tracks find",
          "tracks look",
          "tracks write",
          "tracks pass",
          "tracks finish",
          "tracks keep",
          "tracks remove",
          "pauses find",
          "pauses write",
          "letters keep",
          "letters remove");

  private final RandomGenerator random;
  private final Duration troubled;
  private final ConsumerWorld world;

  private ConsumerSimulation(long seed, ConsumerSabotage sabotage, Consumer<String> notes) {
    this.random = new SplittableRandom(~seed);
    this.troubled = Duration.ofSeconds(20 + random.nextInt(100));
    this.world = new ConsumerWorld(seed, Offered.subscription(random), sabotage, notes);
  }

  /**
   * Runs.
   *
   * @param notes told each step
   * @return what is against the promises, in the order found
   */
  static List<String> run(long seed, ConsumerSabotage sabotage, Consumer<String> notes) {
    return new ConsumerSimulation(seed, sabotage, notes).run();
  }

  private List<String> run() {
    int hosts = 1 + random.nextInt(3);
    for (int i = 0; i < hosts; i++) {
      world.addHost(clocks());
    }
    world.troubles().draw();
    plot();
    for (Planned planned : Planned.some(world.subscription, 3 + random.nextInt(20), random)) {
      boolean comes = !world.subscription.terms().ordering().isNumbered() || random.nextInt(12) > 0;
      if (comes) {
        world.events().in(sometime(), () -> send(planned));
      }
    }
    boolean pulled = world.subscription.mode() == Mode.PULL;
    int consumers = pulled ? 1 + random.nextInt(5) : 0;
    for (int i = 0; i < consumers; i++) {
      world.events().in(Duration.ofMillis(random.nextInt(2000)), this::consume);
    }
    world.events().in(Duration.ofSeconds(20), this::decide);
    world.run(troubled);
    makeGood();
    int quiet = 0;
    for (long waited = 0; waited < SETTLE_WITHIN.toSeconds() && quiet < 60; waited++) {
      quiet = world.checks().isQuiet() ? quiet + 1 : 0;
      world.run(LOOK_EVERY);
    }
    world.checks().atTheEnd();
    return world.violations;
  }

  private SimulatedScheduler.Clocks clocks() {
    return random.nextBoolean()
        ? SimulatedScheduler.Clocks.TRUE
        : new SimulatedScheduler.Clocks(
            Duration.ofMillis(random.nextInt(-15_000, 15_000)), random.nextDouble(0.96, 1.04));
  }

  private Duration sometime() {
    return Duration.ofMillis(random.nextLong(troubled.toMillis()));
  }

  private void plot() {
    for (int i = random.nextInt(4); i > 0; i--) {
      world.events().in(sometime(), this::crash);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      Duration time = Duration.ofMillis(random.nextInt(500, 40_000));
      world.events().in(sometime(), () -> world.anyHost().pause(time));
    }
    if (random.nextInt(2) == 0) {
      Duration from = sometime();
      List<Troubles.Fate> fates =
          List.of(
              Troubles.Fate.REFUSED,
              Troubles.Fate.REQUEST_LOST,
              Troubles.Fate.ANSWER_LOST,
              Troubles.Fate.SLOW);
      world
          .troubles()
          .outage(
              from,
              from.plusMillis(random.nextLong(40_000)),
              OPERATIONS.get(random.nextInt(OPERATIONS.size())),
              random.nextBoolean() ? -1 : random.nextInt(world.hosts.size()),
              fates.get(random.nextInt(fates.size())));
    }
    if (random.nextInt(3) == 0) {
      String operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
      for (int i = 0; i < 3; i++) {
        Duration time = Duration.ofMillis(random.nextInt(5_000, 60_000));
        world.events().in(sometime(), () -> world.troubles().stallBeforeNext(operation, time));
      }
    }
  }

  private void crash() {
    ConsumerHost host = world.anyHost();
    if (host.isUp()) {
      if (random.nextBoolean()) {
        host.stop();
        world.events().in(Duration.ofSeconds(5), host::crash);
      } else {
        host.crash();
      }
      Duration until = Duration.ofMillis(random.nextInt(5_100, 30_000));
      world.events().in(until, () -> revive(host));
    }
  }

  private static void revive(ConsumerHost host) {
    if (!host.isUp()) {
      host.start();
    }
  }

  private void send(Planned planned) {
    world.send(planned);
    if (!world.subscription.isFifo() && random.nextInt(4) == 0) {
      world.events().in(Duration.ofMillis(random.nextInt(30_000)), () -> sendTwice(planned));
    }
  }

  /** Its producer sends it again, or SQS delivers it again. */
  private void sendTwice(Planned planned) {
    if (random.nextBoolean()) {
      world.send(planned);
    } else {
      world.note(() -> planned.id() + " is delivered again");
      world.sqs.deliverAgain(world.subscription.queue(), planned.id());
    }
  }

  /** One consumer's life: ask, work, tell, and again. */
  private void consume() {
    Demand demand =
        new Demand(
            1 + random.nextInt(5),
            Long.MAX_VALUE,
            Duration.ofSeconds(random.nextInt(3) == 0 ? 0 : random.nextInt(6)));
    boolean lost = !world.isHonest() && random.nextInt(10) == 0;
    boolean[] went = new boolean[1];
    Runnable again =
        () -> {
          if (!went[0]) {
            went[0] = true;
            world.events().in(Duration.ofMillis(50 + random.nextInt(500)), this::consume);
          }
        };
    world.receive(
        world.anyHost(),
        demand,
        lost,
        received -> {
          received.forEach(this::handle);
          again.run();
        });
    world.events().in(demand.patience().plusSeconds(15), again);
  }

  private void handle(Pull.Received received) {
    if (received.token().isEmpty()) {
      return;
    }
    Duration work = Duration.ofMillis(random.nextInt(world.isHonest() ? 500 : 14_000));
    world.events().in(work, () -> tell(received, world.isHonest() ? 0 : random.nextInt(20)));
  }

  private void tell(Pull.Received received, int choice) {
    switch (choice) {
      case 19, 18, 17 -> world.note(() -> received.message() + " is forgotten");
      case 16, 15 ->
          world.release(world.anyHost(), received, Duration.ofSeconds(random.nextInt(5)));
      case 14 -> world.reject(world.anyHost(), received);
      case 13, 12 ->
          world.extend(
              world.anyHost(),
              received,
              Duration.ofSeconds(5 + random.nextInt(20)),
              longer -> longer.ifPresent(again -> tell(again, 0)));
      default -> acknowledge(received, 3);
    }
  }

  private void acknowledge(Pull.Received received, int tries) {
    boolean lost = !world.isHonest() && random.nextInt(6) == 0;
    world.acknowledge(
        world.anyHost(),
        received,
        lost,
        told -> {
          if (told == Pull.Told.UNKNOWN && tries > 0) {
            acknowledge(received, tries - 1);
          }
        });
    if (lost && tries > 0) {
      world.events().in(Duration.ofSeconds(3), () -> acknowledge(received, tries - 1));
    }
  }

  /** A person looks at the dead letters once in a while; in the end at all that are in the way. */
  private void decide() {
    List<InboundId> letters = new ArrayList<>(world.letters());
    letters.sort(null);
    letters.forEach(
        id -> {
          if (world.isHonest() || random.nextInt(3) == 0) {
            world.decide(world.anyHost(), id, random.nextBoolean());
          }
        });
    for (Track track : world.table.tracks(world.subscription.name())) {
      if (track.gap().isPresent() && (world.isHonest() || random.nextInt(4) == 0)) {
        world.passBy(world.anyHost(), track);
      }
    }
    if (world.subscription.mode() == Mode.PUSH) {
      world.pause(world.anyHost(), !world.isHonest() && random.nextInt(4) == 0);
    }
    world.events().in(Duration.ofSeconds(20), this::decide);
  }

  private void makeGood() {
    world.note(() -> "nothing goes wrong from here on");
    world.makeGood();
    world.hosts.forEach(
        host -> {
          revive(host);
          host.process().resume();
        });
  }
}
