package dev.postern.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every delivery mode and ordering keeps its promise whatever goes wrong, and the simulation finds
 * it where one does not.
 *
 * <p>{@code -Dsimulation.seeds=100000} runs more; {@code -Dsimulation.seed=123} runs one, and
 * prints every step of it.
 */
class ConsumerSimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 2000);
  private static final int MOST_FAILURES = 5;

  @Test
  void everyPromiseHoldsWhateverGoesWrong() {
    Long one = Long.getLong("simulation.seed");
    if (one != null) {
      assertThat(ConsumerSimulation.run(one, ConsumerSabotage.NONE, System.out::println)).isEmpty();
      return;
    }
    List<String> failures = new ArrayList<>();
    for (long seed = 0; seed < SEEDS && failures.size() < MOST_FAILURES; seed++) {
      List<String> violations = ConsumerSimulation.run(seed, ConsumerSabotage.NONE, World.SILENT);
      if (!violations.isEmpty()) {
        failures.add(
            "./mvnw test -Dtest=ConsumerSimulationTest -Dsimulation.seed="
                + seed
                + "\n  "
                + String.join("\n  ", violations));
      }
    }
    assertThat(failures).as(String.join("\n", failures)).isEmpty();
  }

  @Test
  void aSeedReproducesItsRunExactly() {
    for (long seed = 0; seed < 10; seed++) {
      List<String> first = new ArrayList<>();
      List<String> second = new ArrayList<>();
      ConsumerSimulation.run(seed, ConsumerSabotage.NONE, first::add);
      ConsumerSimulation.run(seed, ConsumerSabotage.NONE, second::add);
      assertThat(first).isNotEmpty().isEqualTo(second);
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsItMissing(ConsumerSabotages protection) {
    long seed = 0;
    while (seed < 2000 && ConsumerSimulation.run(seed, protection, World.SILENT).isEmpty()) {
      seed++;
    }
    System.out.println(protection + " is found missing by seed " + seed);
    assertThat(seed).as(protection + " is not found missing").isLessThan(2000);
  }
}
