package dev.postern.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.Destination;
import dev.postern.destination.Numbering;
import dev.postern.destination.OnDead;
import dev.postern.model.ModelTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers at the worst moments. */
class NumbersTest extends Scene {
  private static final Destination COUNTED =
      Simulation.destination("orders.fifo", OnDead.BLOCK, Numbering.SEQUENCED, LIMITS);

  private void counting(int hosts, Sabotage lie) {
    given(hosts, lie, ModelTable.Margins.REAL, COUNTED, EVENTS);
  }

  private static long number(History.Asked asked) {
    return asked.tracked().orElseThrow().state().record().acceptance().number().orElseThrow();
  }

  /** Host 0's write is on its way while it crashes and is recovered. Nobody asks again. */
  private History.Wanted writtenAfterRecovery(Sabotage lie) {
    counting(2, lie);
    History.Wanted forgotten = message(COUNTED, "g");
    world.troubles.delayNext("insert", Duration.ofSeconds(60));
    ask(forgotten, 0, 1000);
    world.run(Duration.ofSeconds(1));
    world.hosts.get(0).crash();
    world.run(Duration.ofSeconds(70));
    assertThat(world.table.series().given().values().stream().mapToInt(List::size).sum())
        .isEqualTo(1);
    History.Asked next = ask(message(COUNTED, "g"), 1, 5000);
    world.run(Duration.ofSeconds(60));
    assertThat(number(next)).isEqualTo(2);
    return forgotten;
  }

  @Test
  void oneThatWasWrittenAfterItsReplicaWasRecoveredLeavesNoHole() {
    assertThat(copies(writtenAfterRecovery(Sabotage.NONE))).isEqualTo(1);
  }

  @Test
  void thatIsBecauseTheNextLooksAfterIt() {
    assertThat(copies(writtenAfterRecovery(Sabotages.PREDECESSOR_LEFT_BEHIND))).isZero();
  }

  /** Host 0 does not know that it is recovered already: it takes two numbers more, and crashes. */
  private History.Wanted writtenByOneThatWasRecovered(Sabotage lie) {
    counting(2, lie);
    Duration unaware = Duration.ofSeconds(60);
    world.troubles.outage(Duration.ZERO, unaware, "beat", 0, Troubles.Fate.REFUSED);
    world.run(Duration.ofSeconds(20));
    assertThat(world.table.replicas()).hasSize(1);
    History.Wanted forgotten = message(COUNTED, "g");
    ask(forgotten, 0, 20_000);
    world.run(Duration.ofMillis(200));
    History.Asked next = ask(message(COUNTED, "g"), 0, 0);
    world.run(Duration.ofMillis(200));
    assertThat(number(next)).isEqualTo(2);
    world.hosts.get(0).crash();
    world.run(Duration.ofSeconds(60));
    return forgotten;
  }

  @Test
  void itLooksAfterWhatItWroteItselfWhereNobodyElseWould() {
    assertThat(copies(writtenByOneThatWasRecovered(Sabotage.NONE))).isEqualTo(1);
  }

  @Test
  void takenToBeAliveItLeavesAHole() {
    assertThat(copies(writtenByOneThatWasRecovered(Sabotages.OPENER_TAKEN_TO_BE_ALIVE))).isZero();
    world.checks.atTheEnd();
    assertThat(world.history.violations).isNotEmpty();
  }

  @Test
  void aWriteWhoseAnswerWasLostIsKnownAgain() {
    counting(1, Sabotage.NONE);
    world.troubles.loseAnswerOfNext("insert");
    History.Asked first = ask(message(COUNTED, "g"), 0, 20_000);
    world.run(Duration.ofSeconds(15));
    History.Asked second = ask(message(COUNTED, "g"), 0, 5000);
    world.run(Duration.ofSeconds(15));
    assertThat(number(first)).isEqualTo(1);
    assertThat(number(second)).isEqualTo(2);
  }

  @Test
  void twoReplicasAtOneGroupShareNoNumber() {
    counting(3, Sabotage.NONE);
    List<History.Asked> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(ask(message(COUNTED, "g"), i % 3, 20_000));
    }
    world.run(Duration.ofSeconds(30));
    assertThat(all).extracting(NumbersTest::number).doesNotHaveDuplicates().hasSize(60);
    assertThat(all).extracting(NumbersTest::number).allMatch(number -> number <= 60);
  }

  @Test
  void manyGroupsShareTheirTransactions() {
    counting(1, Sabotage.NONE);
    int before = world.troubles.calls("insert");
    List<History.Asked> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(ask(message(COUNTED, "g" + i % 50), 0, 5000));
    }
    world.run(Duration.ofSeconds(10));
    assertThat(all).allMatch(History.Asked::isFinal);
    assertThat(world.troubles.calls("insert") - before).isLessThan(50);
  }

  @Test
  void oneGroupSharesItsTransactions() {
    counting(1, Sabotage.NONE);
    int before = world.troubles.calls("insert");
    for (int i = 0; i < 100; i++) {
      ask(message(COUNTED, "g"), 0, 5000);
    }
    world.run(Duration.ofSeconds(10));
    // The first goes alone, the others ten by ten; now and then a wave is split between two.
    assertThat(world.troubles.calls("insert") - before).isLessThan(35);
  }
}
