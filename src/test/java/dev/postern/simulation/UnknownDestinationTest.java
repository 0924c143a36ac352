package dev.postern.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A replica dies whose destinations the one that finds it dead does not have: while a release comes
 * that brings one, or takes it away.
 */
class UnknownDestinationTest extends Scene {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private Host stranger;

  private History.Wanted leftByOneThatDies() {
    given(1);
    stranger = world.addHost(SimulatedScheduler.Clocks.TRUE, new Destinations(List.of(ORDERS)));
    world.run(Duration.ofSeconds(1));
    History.Wanted left = left(EVENTS, "-", world.hosts.get(0));
    assertThat(world.table.replicas()).hasSize(2);
    assertThat(copies(left)).isZero();
    return left;
  }

  /** Accepted by a host that dies before it is sent; others find that out. */
  private History.Wanted left(Destination destination, String group, Host dying) {
    History.Wanted wanted = message(destination, group);
    Duration now = Duration.ofNanos(world.events.now());
    world.troubles.outage(
        now, now.plusSeconds(2), "send", dying.number(), Troubles.Fate.REQUEST_LOST);
    ask(wanted, dying.number(), 5000);
    world.run(Duration.ofSeconds(1));
    dying.crash();
    world.run(LEASE);
    return wanted;
  }

  @Test
  void itsMessageWaitsForAReplicaThatKnowsTheDestination() {
    History.Wanted left = leftByOneThatDies();

    world.addHost(SimulatedScheduler.Clocks.TRUE);
    world.run(LEASE);
    stranger.crash();
    world.run(LONG);

    assertThat(copies(left)).isEqualTo(1);
    assertThat(world.table.replicas()).hasSize(1);
  }

  @Test
  void whatOthersLeaveIsRecoveredMeanwhile() {
    History.Wanted left = leftByOneThatDies();

    History.Wanted other = left(ORDERS, "h", world.addHost(SimulatedScheduler.Clocks.TRUE));

    assertThat(copies(other)).isEqualTo(1);
    assertThat(copies(left)).isZero();
    world.addHost(SimulatedScheduler.Clocks.TRUE);
    stranger.crash();
    world.run(LONG);
    assertThat(copies(left)).isEqualTo(1);
  }
}
