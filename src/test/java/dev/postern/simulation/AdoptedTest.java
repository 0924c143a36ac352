package dev.postern.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Standing;
import dev.postern.message.Status;
import dev.postern.model.ModelTable;
import dev.postern.replica.Assembly;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * An ordered message that its second caller put into its lane while its first replica was still at
 * it; the lane is drained only when the broker has long forgotten it.
 */
class AdoptedTest extends Scene {
  /** Who drains looks for an outcome on the record only. */
  private static final Sabotage JOURNAL_NOT_READ =
      new Sabotage() {
        @Override
        public Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
          return Sabotages.draining(
              honest,
              ledger ->
                  new ForwardingLedger(ledger) {
                    @Override
                    public CompletionStage<Standing> standing(Record record) {
                      return CompletableFuture.completedFuture(
                          record
                              .outcome()
                              .<Standing>map(Standing.Known::new)
                              .orElseGet(() -> new Standing.Open(Optional.empty())));
                    }
                  },
              lanes -> lanes);
        }
      };

  private History.Asked adopt(Sabotage lie) {
    given(1, lie, ModelTable.Margins.REAL, ORDERS);
    world.troubles.delayNext(SEND, Duration.ofSeconds(3));
    world.troubles.outage(Duration.ZERO, Duration.ofMinutes(7), "take", -1, Troubles.Fate.REFUSED);
    History.Wanted one = message(ORDERS, "g");
    History.Asked first = ask(one, 0, 5000);
    world.run(Duration.ofSeconds(1));
    ask(one, 0, 0);
    world.run(Duration.ofSeconds(9));
    assertThat(first.status()).contains(Status.PUBLISHED);
    world.run(Duration.ofMinutes(8));
    return first;
  }

  @Test
  void itsOutcomeInTheJournalEndsItsWayThroughTheLane() {
    History.Asked first = adopt(Sabotage.NONE);
    assertThat(published(first).possibleDuplicate()).isFalse();
    assertThat(world.queues.copies(id(first))).isEqualTo(1);
  }

  @Test
  void withoutALookAtTheJournalAPublishedMessageDies() {
    adopt(JOURNAL_NOT_READ);
    world.checks.atTheEnd();
    assertThat(world.history.violations).isNotEmpty();
  }
}
