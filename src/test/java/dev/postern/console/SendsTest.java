package dev.postern.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Latencies are estimated from the buckets that the metrics count in. */
class SendsTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final Timer timer =
      Timer.builder("postern.send.duration")
          .tag("destination", "orders")
          .serviceLevelObjectives(
              Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1))
          .register(registry);

  @Test
  void aShareIsFoundInsideOfItsBucket() {
    calls(50, 5);
    calls(50, 50);

    Sends sends = Sends.of(registry, "orders");

    assertThat(sends.within(0.5).orElseThrow()).isCloseTo(10, Offset.offset(0.01));
    assertThat(sends.within(0.75).orElseThrow()).isCloseTo(55, Offset.offset(0.01));
  }

  @Test
  void onlyWhatCameSinceIsCounted() {
    calls(1000, 500);
    Sends before = Sends.of(registry, "orders");
    calls(10, 5);

    Sends since = Sends.of(registry, "orders").since(before);

    assertThat(since.all()).isEqualTo(10);
    assertThat(since.within(0.99).orElseThrow()).isLessThanOrEqualTo(10);
  }

  @Test
  void whatIsBeyondTheLastBoundIsSaidToBeAtIt() {
    calls(1, 5_000);

    assertThat(Sends.of(registry, "orders").within(0.99).orElseThrow()).isEqualTo(1000);
  }

  @Test
  void withoutCallsThereIsNothingToTell() {
    assertThat(Sends.of(registry, "orders").within(0.5)).isEmpty();
    assertThat(Sends.of(registry, "nowhere").within(0.5)).isEmpty();
  }

  @Test
  void destinationsAreAddedUp() {
    calls(10, 5);
    Sends one = Sends.of(registry, "orders");

    assertThat(Sends.NONE.plus(one).plus(one).plus(Sends.NONE).all()).isEqualTo(20);
  }

  private void calls(int count, long millis) {
    for (int i = 0; i < count; i++) {
      timer.record(Duration.ofMillis(millis));
    }
  }
}
