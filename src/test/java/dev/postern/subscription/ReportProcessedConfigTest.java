package dev.postern.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a subscription reports is read from the real property names. */
class ReportProcessedConfigTest {
  private static Subscription read(String delivery, Map<String, String> more) {
    SubscriptionConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(SubscriptionConfig.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .withSources(
                new PropertiesConfigSource(
                    Map.of(
                        "postern.subscriptions.fulfilment.sqs-queue",
                        "orders.fifo",
                        "postern.subscriptions.fulfilment.delivery",
                        delivery),
                    "given",
                    200),
                new PropertiesConfigSource(more, "more", 300))
            .build()
            .getConfigMapping(SubscriptionConfig.class);
    return Subscriptions.read(config.byName())
        .find(Tenant.DEFAULT, new SubscriptionName("fulfilment"))
        .orElseThrow();
  }

  private static Map<String, String> reporting(String value) {
    return Map.of("postern.subscriptions.fulfilment.report-processed", value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"at-most-once", "at-least-once", "exactly-once"})
  void aSubscriptionReportsNothingUnlessItIsAskedTo(String delivery) {
    assertThat(read(delivery, Map.of()).terms().reportsProcessed()).isFalse();
    assertThat(read(delivery, reporting("false")).terms().reportsProcessed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "exactly-once"})
  void aSubscriptionThatIsAcknowledgedToReports(String delivery) {
    assertThat(read(delivery, reporting("true")).terms().reportsProcessed()).isTrue();
  }

  @Test
  void whereNothingIsAcknowledgedNothingCanBeReported() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("at-most-once", reporting("true")))
        .withMessage(
            "postern.subscriptions.fulfilment.report-processed is true, must be false where delivery"
                + " is at-most-once: nothing is acknowledged there");
  }
}
