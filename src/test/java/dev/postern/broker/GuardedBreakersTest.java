package dev.postern.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.Destination;
import dev.postern.destination.EventForm;
import dev.postern.destination.FingerprintForm;
import dev.postern.destination.Forms;
import dev.postern.destination.KeyPolicy;
import dev.postern.destination.Limits;
import dev.postern.destination.Numbering;
import dev.postern.destination.Offer;
import dev.postern.destination.OnDead;
import dev.postern.destination.Policy;
import dev.postern.destination.Retention;
import dev.postern.destination.Target;
import dev.postern.message.DestinationName;
import dev.postern.message.Guarantee;
import dev.postern.message.Tenant;
import dev.postern.testing.Lines;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** In Quarkus, since the guards are the extension's. */
@QuarkusTest
class GuardedBreakersTest {
  private static final SendResult ACCEPTED = new SendResult.Accepted("b-1", Optional.empty());
  private static final SendResult DOWN = new SendResult.NotSent("connection refused", true);
  private static final SendResult IN_DOUBT = new SendResult.Unknown("no answer");
  private static final SendResult REFUSED = new SendResult.Refused("too odd");

  private final Destination orders = destination("orders");
  private final Destination events = destination("events");
  private final Breakers breakers =
      new GuardedBreakers(
          new BreakerConfig() {
            @Override
            public int failures() {
              return 3;
            }

            @Override
            public Duration openFor() {
              return Duration.ofMinutes(4);
            }
          });

  @Test
  void opensAfterSoManyFailedCallsInARowAndThenPreventsCalls() {
    for (int i = 0; i < 3; i++) {
      assertThat(breakers.state(orders)).isEqualTo(Breakers.State.CLOSED);
      assertThat(call(orders, i == 0 ? IN_DOUBT : DOWN)).isPresent();
    }

    assertThat(breakers.state(orders)).isEqualTo(Breakers.State.OPEN);
    assertThat(call(orders, ACCEPTED)).isEmpty();
  }

  @Test
  void itsLineNamesTheDestinationAndTheState() {
    try (Lines lines = new Lines(GuardedBreakers.class)) {
      for (int i = 0; i < 3; i++) {
        assertThat(call(orders, DOWN)).isPresent();
      }

      assertThat(lines.records()).hasSize(1);
      assertThat(Lines.members(lines.records().get(0)))
          .containsEntry("destination", "orders")
          .containsEntry("state", "open");
    }
  }

  @Test
  void aDestinationThatIsDownChangesNothingForAnother() {
    for (int i = 0; i < 3; i++) {
      assertThat(call(orders, DOWN)).isPresent();
    }

    assertThat(breakers.state(events)).isEqualTo(Breakers.State.CLOSED);
    assertThat(call(events, ACCEPTED)).contains(List.of(ACCEPTED));
  }

  @Test
  void staysClosedWhereOnlySomeCallsFailOrTheMessageIsAtFault() {
    for (int i = 0; i < 10; i++) {
      assertThat(call(orders, DOWN)).isPresent();
      assertThat(call(orders, i % 2 == 0 ? ACCEPTED : REFUSED)).isPresent();
    }

    assertThat(breakers.state(orders)).isEqualTo(Breakers.State.CLOSED);
  }

  @Test
  void givesTheResultsOfAFailedCallAsTheyAre() {
    assertThat(call(orders, DOWN, IN_DOUBT)).contains(List.of(DOWN, IN_DOUBT));
  }

  private Optional<List<SendResult>> call(Destination destination, SendResult... results) {
    return breakers
        .call(destination, () -> CompletableFuture.completedFuture(List.of(results)))
        .toCompletableFuture()
        .join();
  }

  private static Destination destination(String name) {
    return new Destination(
        new DestinationName(name),
        Tenant.DEFAULT,
        new Target.SqsQueue(name),
        new Policy(
            new Offer(Guarantee.AT_LEAST_ONCE, EnumSet.of(Guarantee.AT_LEAST_ONCE)),
            KeyPolicy.REQUIRED,
            new Forms(FingerprintForm.BYTES, EventForm.STRUCTURED),
            Numbering.NONE,
            OnDead.SKIP),
        new Limits(
            1024,
            20,
            Duration.ofDays(1),
            16,
            new Retention(Duration.ofDays(1), Duration.ofDays(1))));
  }
}
