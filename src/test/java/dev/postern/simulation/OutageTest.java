package dev.postern.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.Destination;
import dev.postern.destination.Limits;
import dev.postern.destination.OnDead;
import dev.postern.message.Outcome;
import dev.postern.message.Status;
import dev.postern.model.ModelTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A broker that is down is tried by one lane; the others cost nothing until it is back. */
class OutageTest extends Scene {
  private static final int GROUPS = 300;

  /** The probe's backoff is 2.5 s on average, and less at first. */
  private static final int TRIES_A_MINUTE = 45;

  private static final int TRIED_TOGETHER = 20;

  @Test
  void whatWaitsForABrokerDoesNotLoadTheStore() {
    given(1);
    world.troubles.outage(
        Duration.ZERO, Duration.ofMinutes(10), Troubles.SEND, -1, Troubles.Fate.REFUSED);
    List<History.Asked> all = waiting();
    int before = world.troubles.calls("take");
    world.run(Duration.ofMinutes(1));
    assertThat(world.troubles.calls("take") - before).isBetween(5, TRIES_A_MINUTE);
    world.run(Duration.ofMinutes(9));
    assertThat(all).allSatisfy(asked -> assertThat(published(asked)).isNotNull());
  }

  @Test
  void theUnorderedWaitLikewise() {
    given(1);
    world.troubles.outage(
        Duration.ZERO, Duration.ofMinutes(10), Troubles.SEND, -1, Troubles.Fate.REFUSED);
    List<History.Asked> all = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      all.add(ask(message(EVENTS, "-"), 0, 0));
    }
    world.run(Duration.ofSeconds(20));
    int before = world.troubles.calls("find");
    world.run(Duration.ofMinutes(1));
    assertThat(world.troubles.calls("find") - before).isLessThan(TRIES_A_MINUTE * TRIED_TOGETHER);
    world.run(Duration.ofMinutes(10));
    assertThat(all).allSatisfy(asked -> assertThat(published(asked)).isNotNull());
  }

  @Test
  void afterwardsTheyAreFoundAtOnce() {
    given(1);
    world.troubles.outage(
        Duration.ZERO, Duration.ofMinutes(10), Troubles.SEND, -1, Troubles.Fate.REFUSED);
    waiting();
    world.run(Duration.ofMinutes(5));
    world.troubles.end();
    world.run(Duration.ofSeconds(15));
    assertThat(world.queues.all()).hasSize(GROUPS);
  }

  @Test
  void whereTheMessageThatItWasTriedByDiesAnotherTakesItsPlace() {
    Limits tenMinutes =
        new Limits(LIMITS.maxPayload(), 10, Duration.ofMinutes(10), 4, LIMITS.retention());
    Destination orders = Simulation.destination("orders.fifo", OnDead.BLOCK, tenMinutes);
    given(1, Sabotage.NONE, ModelTable.Margins.REAL, orders, EVENTS);
    world.troubles.outage(
        Duration.ZERO, Duration.ofMinutes(20), Troubles.SEND, -1, Troubles.Fate.REFUSED);
    History.Asked old = ask(message(orders, "a"), 0, 1000);
    world.run(Duration.ofMinutes(8));
    History.Asked young = ask(message(orders, "b"), 0, 1000);
    world.run(Duration.ofMinutes(3));
    assertThat(world.checks.outcome(world.table.record(id(old).keyHash()).orElseThrow()))
        .get()
        .isInstanceOf(Outcome.Dead.class);
    int before = world.troubles.calls(SEND);
    world.run(Duration.ofMinutes(1));
    assertThat(world.troubles.calls(SEND) - before).isGreaterThan(3);
    world.troubles.end();
    world.run(Duration.ofSeconds(15));
    assertThat(published(young)).isNotNull();
  }

  private List<History.Asked> waiting() {
    List<History.Asked> all = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      all.add(ask(message(ORDERS, "g" + i), 0, 1000));
      world.run(Duration.ofMillis(20));
    }
    world.run(Duration.ofSeconds(20));
    assertThat(all).allMatch(asked -> asked.status().equals(Optional.of(Status.RETRYING)));
    return all;
  }
}
