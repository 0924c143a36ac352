package dev.postern.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.Destination;
import dev.postern.destination.Limits;
import dev.postern.destination.OnDead;
import dev.postern.destination.Retention;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import dev.postern.model.ModelTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * Hosts at which something happens at the worst moment; afterwards every promise must have held.
 */
abstract class Scene {
  private static final Logger LOG = Logger.getLogger("dev.postern");
  static final String SEND = "send orders";
  static final Limits LIMITS =
      new Limits(
          256 * 1024,
          10,
          Duration.ofDays(14),
          4,
          new Retention(Duration.ofHours(24), Duration.ofDays(14)));
  static final Destination ORDERS = Simulation.destination("orders.fifo", OnDead.BLOCK, LIMITS);
  static final Destination EVENTS = Simulation.destination("events", OnDead.SKIP, LIMITS);
  static final Duration LONG = Duration.ofSeconds(90);

  private static Level before;

  World world;
  private int keys;

  @BeforeAll
  static void hush() {
    before = LOG.getLevel();
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    LOG.setLevel(before);
  }

  @AfterEach
  void everyPromiseHeld() {
    if (world.sabotage == Sabotage.NONE) {
      world.run(LONG);
      world.checks.atTheEnd();
      assertThat(world.history.violations).isEmpty();
    }
  }

  void given(int hosts) {
    given(hosts, Sabotage.NONE, ModelTable.Margins.REAL, ORDERS, EVENTS);
  }

  void given(int hosts, Sabotage lie, ModelTable.Margins margins, Destination... destinations) {
    world = new World(new World.Plan(7, List.of(destinations), margins, lie), World.SILENT);
    for (int i = 0; i < hosts; i++) {
      world.addHost(SimulatedScheduler.Clocks.TRUE);
    }
    world.run(Duration.ofSeconds(1));
  }

  History.Wanted message(Destination destination, String group) {
    String key = "k" + keys++;
    return world.want(
        Workload.call(
            destination,
            destination.isFifo() ? Optional.of(new GroupId(group)) : Optional.empty(),
            destination.isFifo() ? Guarantee.EXACTLY_ONCE : Guarantee.AT_LEAST_ONCE,
            key,
            "body of " + key));
  }

  History.Asked ask(History.Wanted wanted, int host, long waitMillis) {
    return world.ask(
        wanted, host, Workload.patience(Duration.ofMillis(waitMillis)), false, answer -> {});
  }

  static MessageId id(History.Asked asked) {
    return asked.tracked().orElseThrow().state().id();
  }

  long copies(History.Wanted wanted) {
    return world.queues.all().stream().filter(held -> held.body().equals(wanted.body())).count();
  }

  Outcome.Published published(History.Asked asked) {
    return world
        .table
        .record(id(asked).keyHash())
        .flatMap(world.checks::outcome)
        .orElseThrow()
        .fold(
            published -> published,
            dead -> {
              throw new AssertionError(dead);
            });
  }
}
