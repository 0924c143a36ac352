package dev.postern.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.message.Status;
import dev.postern.publish.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever comes where writing has fallen behind is turned away at once, and nobody else is. */
class OverloadTest extends Scene {
  /** More than fit into the batches that may be on their way. */
  private static final int CROWD = 10 * LIMITS.inFlightBatches() + 20;

  @Test
  void whereMessagesWaitForTheirWriteNoneIsAcceptedUntilTheyAreWritten() {
    given(1);
    // Given a store that has become slow, and more messages than may be on their way to it
    world.troubles.outage(Duration.ZERO, Duration.ofMinutes(5), "insert", -1, Troubles.Fate.SLOW);
    List<History.Asked> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      crowd.add(ask(message(ORDERS, "g" + i), 0, 20_000));
    }
    world.run(Duration.ofMillis(500));
    History.Asked early = ask(message(ORDERS, "early"), 0, 20_000);
    world.run(Duration.ofMillis(600));

    // When another comes
    History.Asked late = ask(message(ORDERS, "late"), 0, 20_000);
    world.run(Duration.ofMillis(10));

    // Then it is turned away at once, which leaves all who came before as they are
    assertThat(late.answer).isInstanceOf(Answer.Overloaded.class);
    world.troubles.end();
    world.run(Duration.ofSeconds(20));
    crowd.add(early);
    assertThat(crowd).allMatch(asked -> asked.status().equals(Optional.of(Status.PUBLISHED)));

    // And once they are written there is room again
    History.Asked again = ask(message(ORDERS, "again"), 0, 20_000);
    world.run(Duration.ofSeconds(5));
    assertThat(again.status()).contains(Status.PUBLISHED);
  }

  @Test
  void whereTheBrokerIsSlowMessagesAreAcceptedAsEver() {
    given(1);
    world.troubles.outage(Duration.ZERO, Duration.ofMinutes(5), SEND, -1, Troubles.Fate.SLOW);
    List<History.Asked> all = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      all.add(ask(message(ORDERS, "g" + i), 0, 20_000));
    }
    world.run(Duration.ofMillis(1_500));

    all.add(ask(message(ORDERS, "late"), 0, 20_000));
    world.troubles.end();
    world.run(Duration.ofSeconds(60));

    assertThat(all).noneMatch(asked -> asked.answer instanceof Answer.Overloaded);
  }
}
