package dev.postern.bench.harness;

import dev.postern.bench.load.Scenario;
import dev.postern.bench.load.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is run, how often and how long.
 *
 * @param systems in the order of each round
 * @param scenarios all of them in each round, by those who run them
 * @param pace how often and how long
 * @param profiled flights are recorded, from when all are warm
 * @param full Gatling is asked, too, Postern is killed, its broker goes away, and the emulators
 *     take the place of the stub
 */
record Plan(List<Gateway> systems, Scenarios scenarios, Pace pace, boolean profiled, boolean full) {
  /** Those that are measured where there is little time. */
  static final List<Gateway> QUICK_SYSTEMS =
      List.of(Gateway.POSTERN, Gateway.NAIVE, Gateway.DIRECT);

  /** Who runs the further scenarios, too: those that have queues and topics of all kinds. */
  private static final Set<Gateway> IN_ALL = Set.of(Gateway.POSTERN, Gateway.NAIVE, Gateway.DIRECT);

  private static final Set<Gateway> COMPARED = Set.of(Gateway.POSTERN, Gateway.NAIVE);

  /** What most ratios are of. */
  private static final Scenarios ESSENTIAL =
      Scenarios.essential(Scenario.MAIN, Scenario.LARGE, Scenario.ALONE);

  private static final Scenarios MAIN = Scenarios.essential(Scenario.MAIN);

  /**
   * What is asked for, and of whom.
   *
   * @param essential of all systems
   * @param further only of those that run all scenarios
   */
  record Scenarios(List<Scenario> essential, List<Scenario> further) {
    private static Scenarios essential(Scenario... scenarios) {
      return new Scenarios(List.of(scenarios), List.of());
    }

    private Scenarios with(Scenario... scenarios) {
      return new Scenarios(essential, List.of(scenarios));
    }
  }

  /**
   * How often and how long.
   *
   * @param rounds of which medians are taken
   * @param warmUp messages of each system, once: so many that one with few calls has compiled them,
   *     too
   * @param times of each run
   * @param open how long the open model is measured
   * @param patience for how long a run waits until nobody else is at work on this machine
   */
  record Pace(int rounds, int warmUp, Measurement.Times times, Duration open, Duration patience) {
    /** The open model twice as long as the others: what is looked for is rare. */
    static Pace of(int rounds, int warmUp, int seconds) {
      Measurement.Times times =
          new Measurement.Times(Duration.ofSeconds(1), Duration.ofSeconds(seconds));
      return new Pace(rounds, warmUp, times, Duration.ofSeconds(2L * seconds), Duration.ZERO);
    }

    private Pace open(int seconds) {
      return new Pace(rounds, warmUp, times, Duration.ofSeconds(seconds), patience);
    }

    private Pace patient(Duration longest) {
      return new Pace(rounds, warmUp, times, open, longest);
    }
  }

  /** In three to four minutes, where nobody else is at work and the systems are the usual. */
  static Plan quick(List<Gateway> systems) {
    return new Plan(systems, ESSENTIAL, Pace.of(2, 60_000, 3).open(4), false, false);
  }

  static Plan full(List<Gateway> systems) {
    Scenarios scenarios =
        ESSENTIAL.with(
            Scenario.FEW,
            Scenario.CROWD,
            new Scenario(Target.FIFO_QUEUE, 1024, 100, 256),
            new Scenario(Target.FIFO_QUEUE, 1024, 1_000_000, 256),
            new Scenario(Target.FIFO_QUEUE, 1024, 1, 256),
            new Scenario(Target.STANDARD_QUEUE, 1024, Scenario.MANY, 256),
            new Scenario(Target.STANDARD_QUEUE, 10_240, Scenario.MANY, 256),
            Scenario.TOPIC,
            Scenario.ORDERS);
    return new Plan(systems, scenarios, Pace.of(2, 180_000, 4), false, true);
  }

  /** The main scenario alone, for a while, with recorded flights. */
  static Plan profile(List<Gateway> systems) {
    return new Plan(systems, MAIN, Pace.of(1, 60_000, 20), true, false);
  }

  /** The main scenario alone, for long enough to look at a process with tools of the system. */
  static Plan main(List<Gateway> systems) {
    return new Plan(systems, MAIN, Pace.of(3, 180_000, 20), false, false);
  }

  /** Everything once and briefly, to see that it works: its figures say nothing. */
  static Plan smoke(List<Gateway> systems) {
    Scenarios few =
        Scenarios.essential(Scenario.FEW)
            .with(new Scenario(Target.FIFO_TOPIC, 1024, Scenario.MANY, 32));
    return new Plan(systems, few, Pace.of(1, 400, 2), false, true);
  }

  /** What most figures are of. */
  Scenario main() {
    return scenarios.essential().get(0);
  }

  /** All scenarios, those that every system runs before the others. */
  List<Scenario> all() {
    return Stream.concat(scenarios.essential().stream(), scenarios.further().stream()).toList();
  }

  /** Postern and what it is compared with first, as far as they are run. */
  List<Gateway> comparedWithNaive() {
    return systems.stream().filter(COMPARED::contains).toList();
  }

  /** The systems that run a scenario, in the order of each round. */
  List<Gateway> systems(Scenario scenario) {
    return scenarios.essential().contains(scenario)
        ? systems
        : systems.stream().filter(IN_ALL::contains).toList();
  }

  /** The same, with each run waiting for a better moment. */
  Plan patient(Duration longest) {
    return new Plan(systems, scenarios, pace.patient(longest), profiled, full);
  }

  /** Of the open model. */
  Measurement.Times openTimes() {
    return new Measurement.Times(pace.times().settleIn(), pace.open());
  }
}
