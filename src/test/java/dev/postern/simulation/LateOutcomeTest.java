package dev.postern.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Lie;
import dev.postern.model.ModelQueues;
import dev.postern.model.ModelTable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * An outcome that was written by one who knew of no other attempt, and that is on its way in the
 * store while another is made. Found by the simulation, first as seed 14119.
 */
class LateOutcomeTest extends Scene {
  private History.Asked sendTwice(Sabotage lie) {
    given(1, lie, ModelTable.Margins.REAL, ORDERS, EVENTS);
    // It comes into its lane without an attempt that anybody could doubt.
    world.troubles.refuseNext("send events");
    world.troubles.delayNext("conclude", Duration.ofSeconds(9));
    world.troubles.delayNext("conclude", Duration.ofSeconds(20));
    History.Asked asked = ask(message(EVENTS, "-"), 0, 1);
    world.run(LONG);
    return asked;
  }

  @Test
  void whatIsSentAgainMeanwhileIsToldAsAPossibleDuplicate() {
    History.Asked asked = sendTwice(Sabotage.NONE);
    assertThat(world.queues.copies(id(asked))).isEqualTo(2);
    assertThat(published(asked).possibleDuplicate()).isTrue();
  }

  /** The same without a word of the second attempt before it is made: it is found missing. */
  @Test
  void withoutTheDoubtWrittenFirstItIsNotTold() {
    sendTwice(
        new Sabotage() {
          @Override
          public void services(ModelTable table, ModelQueues queues) {
            table.lie(Lie.DOUBT_NOT_WRITTEN);
          }
        });
    world.checks.atTheEnd();
    assertThat(world.history.violations).isNotEmpty();
  }
}
