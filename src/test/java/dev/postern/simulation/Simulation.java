package dev.postern.simulation;

import dev.postern.destination.Destination;
import dev.postern.destination.EventForm;
import dev.postern.destination.FingerprintForm;
import dev.postern.destination.Forms;
import dev.postern.destination.KeyPolicy;
import dev.postern.destination.Limits;
import dev.postern.destination.Numbering;
import dev.postern.destination.Offer;
import dev.postern.destination.OnDead;
import dev.postern.destination.Policy;
import dev.postern.destination.Retention;
import dev.postern.destination.Target;
import dev.postern.message.DestinationName;
import dev.postern.message.Guarantee;
import dev.postern.message.Tenant;
import dev.postern.model.ModelTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One run, all of which follows from its seed. */
final class Simulation {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** For so many looks nothing may be left: what is still on its way arrives meanwhile. */
  private static final int QUIET_LOOKS = 15;

  /** How long everything may take to come to its end once nothing goes wrong any more. */
  private static final Duration SETTLE_WITHIN = Duration.ofMinutes(25);

  private static final List<String> OPERATIONS =
      List.of(
          "put",
          "reserve",
          "hold",
          "take",
          "advance",
          "conclude",
          "settle",
          "insert",
          "heads",
          "entries",
          "find",
          "beat",
          "markUnknown",
          "postpone",
          "release");

  private final RandomGenerator random;
  private final RandomGenerator late;
  private final RandomGenerator erasing;
  private final boolean writesLate;
  private final boolean shortLived;
  private final boolean longOutage;
  private final Duration troubled;
  private final World world;
  private final Workload workload;

  private Simulation(long seed, Sabotage sabotage, Consumer<String> notes) {
    this.random = new SplittableRandom(~seed);
    this.late = new SplittableRandom(13 * seed + 5);
    this.erasing = new SplittableRandom(29 * seed + 1);
    this.writesLate = late.nextInt(6) == 0;
    this.shortLived = random.nextInt(8) == 0;
    this.longOutage = shortLived || random.nextInt(8) == 0;
    this.troubled = Duration.ofSeconds(longOutage ? 600 : 20 + random.nextInt(80));
    this.world =
        new World(
            new World.Plan(
                seed,
                destinations(seed),
                shortLived
                    ? new ModelTable.Margins(Duration.ofMinutes(2), Duration.ofMinutes(4))
                    : ModelTable.Margins.REAL,
                sabotage),
            notes);
    boolean batches = new SplittableRandom(17 * seed + 3).nextInt(4) == 0;
    this.workload = new Workload(world, workload(), batches);
  }

  /**
   * Runs.
   *
   * @param notes told each step
   * @return what is against the promises, in the order found
   */
  static List<String> run(long seed, Sabotage sabotage, Consumer<String> notes) {
    return new Simulation(seed, sabotage, notes).run();
  }

  private List<Destination> destinations(long seed) {
    RandomGenerator numbers = new SplittableRandom(31 * seed + 7);
    List<Destination> all = new ArrayList<>();
    if (random.nextInt(4) > 0) {
      all.add(destination("orders.fifo", OnDead.BLOCK, numbering(numbers), limits()));
    }
    if (random.nextInt(4) == 0) {
      all.add(destination("skips.fifo", OnDead.SKIP, numbering(numbers), limits()));
    }
    if (all.isEmpty() || random.nextInt(3) == 0) {
      all.add(destination("events", OnDead.SKIP, numbering(numbers), limits()));
    }
    return all;
  }

  private static Numbering numbering(RandomGenerator numbers) {
    return switch (numbers.nextInt(6)) {
      case 0 -> Numbering.SEQUENCED;
      case 1 -> Numbering.CAUSAL;
      default -> Numbering.NONE;
    };
  }

  private Limits limits() {
    return new Limits(
        256 * 1024,
        10,
        Duration.ofDays(14),
        1 + random.nextInt(4),
        new Retention(
            shortLived ? Duration.ofMinutes(4) : Duration.ofHours(24), Duration.ofDays(14)));
  }

  static Destination destination(String queue, OnDead onDead, Limits limits) {
    return destination(queue, onDead, Numbering.NONE, limits);
  }

  static Destination destination(String queue, OnDead onDead, Numbering numbering, Limits limits) {
    boolean fifo = queue.endsWith(".fifo");
    return new Destination(
        new DestinationName(queue.replace(".fifo", "")),
        Tenant.DEFAULT,
        new Target.SqsQueue(queue),
        new Policy(
            new Offer(
                fifo ? Guarantee.EXACTLY_ONCE : Guarantee.AT_LEAST_ONCE,
                guarantees(fifo, numbering)),
            KeyPolicy.OPTIONAL,
            new Forms(FingerprintForm.BYTES, EventForm.STRUCTURED),
            numbering,
            onDead),
        limits);
  }

  private static Set<Guarantee> guarantees(boolean fifo, Numbering numbering) {
    Set<Guarantee> all = EnumSet.of(Guarantee.AT_LEAST_ONCE);
    if (fifo) {
      all.add(Guarantee.EXACTLY_ONCE);
    }
    if (numbering == Numbering.NONE) {
      all.add(Guarantee.AT_MOST_ONCE);
    }
    return all;
  }

  private Workload.Plan workload() {
    int callers = 1 + random.nextInt(6);
    int messages = 2 + random.nextInt(10);
    Duration pause =
        longOutage
            ? troubled.dividedBy(messages + 1)
            : Duration.ofMillis(random.nextInt(1, (int) troubled.toMillis() / messages));
    return new Workload.Plan(
        callers,
        messages,
        1 + random.nextInt(3),
        pause,
        random.nextInt(4) == 0 ? 8 : 0,
        patience(random.nextInt(3) == 0));
  }

  /** How often a caller asks before it gives up; once, where a write may come long after that. */
  private int patience(boolean little) {
    if (writesLate) {
      return 1;
    }
    return little ? 2 : 12;
  }

  private List<String> run() {
    int hosts = 1 + random.nextInt(3);
    for (int i = 0; i < hosts; i++) {
      world.addHost(clocks());
    }
    world.run(Duration.ofSeconds(1));
    world.troubles.draw();
    plot();
    workload.start();
    world.run(troubled);
    makeGood();
    int quiet = 0;
    for (long waited = 0; waited < SETTLE_WITHIN.toSeconds() && quiet < QUIET_LOOKS; waited++) {
      quiet = workload.isDone() && world.checks.isQuiet() ? quiet + 1 : 0;
      world.run(LOOK_EVERY);
    }
    world.checks.atTheEnd();
    return world.history.violations;
  }

  private SimulatedScheduler.Clocks clocks() {
    return random.nextBoolean()
        ? SimulatedScheduler.Clocks.TRUE
        : new SimulatedScheduler.Clocks(
            Duration.ofMillis(random.nextInt(-15_000, 15_000)), random.nextDouble(0.96, 1.04));
  }

  private void plot() {
    if (random.nextInt(3) > 0) {
      int crashes = 1 + random.nextInt(3);
      for (int i = 0; i < crashes; i++) {
        world.events.in(sometime(), this::crash);
      }
    }
    if (random.nextInt(2) == 0) {
      int pauses = 1 + random.nextInt(4);
      for (int i = 0; i < pauses; i++) {
        Duration time = Duration.ofMillis(random.nextInt(500, 70_000));
        world.events.in(sometime(), () -> any().pause(time));
      }
    }
    if (random.nextInt(3) == 0) {
      outage("", 40);
    }
    if (random.nextInt(2) == 0) {
      outage(Troubles.SEND, 60);
    }
    if (random.nextInt(3) == 0) {
      // One kind of call only, for a while or nearly all the time.
      int most = shortLived ? 60 : (int) troubled.toSeconds() * (random.nextBoolean() ? 1 : 4);
      outage(OPERATIONS.get(random.nextInt(OPERATIONS.size())), most);
    }
    if (random.nextInt(3) == 0) {
      stalls();
    }
    if (longOutage) {
      Duration from = Duration.ofSeconds(5 + random.nextInt(60));
      world.troubles.outage(
          from,
          from.plusSeconds(random.nextInt(250, 540)),
          // Nothing is sent at all, or nobody can drain what was put into a lane, nor recover.
          random.nextInt(3) > 0 ? Troubles.SEND : "take",
          -1,
          random.nextInt(3) > 0 ? Troubles.Fate.REFUSED : Troubles.Fate.ANSWER_LOST);
    }
    if (writesLate) {
      world.events.in(sometime(late), this::writeLate);
    }
    if (shortLived) {
      expire();
    }
    if (erasing.nextInt(6) == 0) {
      new ErasingPerson(world, erasing).start(30, troubled);
    }
  }

  /** A batch is on its way for longer than it takes to declare its replica dead and recover it. */
  private void writeLate() {
    world.troubles.delayNext("insert", Duration.ofSeconds(late.nextInt(15, 60)));
    world.events.in(
        Duration.ofMillis(late.nextInt(100, 3000)), () -> world.hosts.forEach(this::crash));
  }

  /**
   * What was promised and is not seen to is spared, and what only the journal tells of a message in
   * a lane: here trouble lasts for as long as records do, in truth never for the days that they,
   * and journal entries, are kept beyond their time.
   */
  private void expire() {
    world.table.expire(
        world.events.instant(), world.checks::isNeglected, world.checks::isStillToBeRead);
    world.events.in(Duration.ofSeconds(7), this::expire);
  }

  private Duration sometime() {
    return sometime(random);
  }

  private Duration sometime(RandomGenerator of) {
    return Duration.ofMillis(of.nextLong(troubled.toMillis()));
  }

  private void outage(String operations, int mostSeconds) {
    Duration from = sometime();
    Troubles.Fate[] fates = {
      Troubles.Fate.REFUSED,
      Troubles.Fate.REQUEST_LOST,
      Troubles.Fate.ANSWER_LOST,
      Troubles.Fate.SLOW
    };
    world.troubles.outage(
        from,
        from.plusMillis(random.nextLong(mostSeconds * 1000L)),
        operations,
        random.nextBoolean() ? -1 : random.nextInt(world.hosts.size()),
        fates[random.nextInt(fates.length)]);
  }

  /** A process stands still between two steps that belong together; unseen, now and then. */
  private void stalls() {
    String operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
    for (int i = 0; i < 3; i++) {
      Duration time = Duration.ofMillis(random.nextInt(5_000, 110_000));
      world.events.in(sometime(), () -> world.troubles.stallBeforeNext(operation, time));
    }
    // Not where records last for minutes: in truth no store is down for longer than they last.
    if (!shortLived && random.nextBoolean()) {
      Troubles.Fate blind = Troubles.Fate.REFUSED;
      world.troubles.outage(Duration.ZERO, troubled, "all replicas", -1, blind);
    }
  }

  private Host any() {
    return world.hosts.get(random.nextInt(world.hosts.size()));
  }

  private void crash() {
    crash(any());
  }

  private void crash(Host host) {
    if (host.isUp()) {
      host.crash();
      world.events.in(Duration.ofMillis(random.nextInt(100, 30_000)), () -> revive(host));
    }
  }

  private static void revive(Host host) {
    if (!host.isUp()) {
      host.start();
    }
  }

  private void makeGood() {
    world.note(() -> "nothing goes wrong from here on");
    world.troubles.end();
    for (Host host : world.hosts) {
      revive(host);
      host.process().resume();
    }
  }
}
