package dev.postern.bench.harness;

import dev.postern.bench.load.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is run, how often and how long.
 *
 * @param systems in the order of each round
 * @param scenarios all of them in each round
 * @param pace how often and how long
 * @param profiled flights are recorded, from when all are warm
 * @param full Gatling is asked, too, Postern is killed, and its broker goes away
 */
record Plan(
    List<Gateway> systems, List<Scenario> scenarios, Pace pace, boolean profiled, boolean full) {

  /**
   * How often and how long.
   *
   * @param rounds of which medians are taken
   * @param warmUp messages of each system, once: so many that one with few calls has compiled them,
   *     too
   * @param times of each run
   * @param patience for how long a run waits until nobody else is at work on this machine
   */
  record Pace(int rounds, int warmUp, Measurement.Times times, Duration patience) {
    static Pace of(int rounds, int warmUp, int seconds) {
      Measurement.Times times =
          new Measurement.Times(Duration.ofSeconds(1), Duration.ofSeconds(seconds));
      return new Pace(rounds, warmUp, times, Duration.ZERO);
    }
  }

  static Plan quick(List<Gateway> systems) {
    return new Plan(systems, essential(), Pace.of(2, 120_000, 4), false, false);
  }

  static Plan full(List<Gateway> systems) {
    List<Scenario> scenarios = essential();
    scenarios.add(Scenario.FEW);
    scenarios.add(Scenario.CROWD);
    scenarios.add(new Scenario("fifo", 1024, 100, 256));
    scenarios.add(new Scenario("fifo", 1024, 1_000_000, 256));
    scenarios.add(new Scenario("fifo", 1024, 1, 256));
    scenarios.add(new Scenario("standard", 1024, Scenario.MANY, 256));
    scenarios.add(new Scenario("standard", 10_240, Scenario.MANY, 256));
    return new Plan(systems, scenarios, Pace.of(2, 180_000, 4), false, true);
  }

  /** The main scenario alone, for a while, with recorded flights. */
  static Plan profile(List<Gateway> systems) {
    return new Plan(systems, List.of(Scenario.MAIN), Pace.of(1, 60_000, 20), true, false);
  }

  /** The main scenario alone, for long enough to look at a process with tools of the system. */
  static Plan main(List<Gateway> systems) {
    return new Plan(systems, List.of(Scenario.MAIN), Pace.of(3, 180_000, 20), false, false);
  }

  /** Everything once and briefly, to see that it works: its figures say nothing. */
  static Plan smoke(List<Gateway> systems) {
    return new Plan(systems, List.of(Scenario.FEW), Pace.of(1, 400, 2), false, true);
  }

  /** What most figures are of. */
  Scenario main() {
    return scenarios.get(0);
  }

  private static List<Scenario> essential() {
    return new ArrayList<>(List.of(Scenario.MAIN, Scenario.LARGE, Scenario.ALONE));
  }

  /** The same, with each run waiting for a better moment. */
  Plan patient(Duration longest) {
    Pace patient = new Pace(pace.rounds(), pace.warmUp(), pace.times(), longest);
    return new Plan(systems, scenarios, patient, profiled, full);
  }

  /** Of the open model, twice as long: what is looked for is rare. */
  Measurement.Times openTimes() {
    return new Measurement.Times(pace.times().settleIn(), pace.times().measured().multipliedBy(2));
  }
}
