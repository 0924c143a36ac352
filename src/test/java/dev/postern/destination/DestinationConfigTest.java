package dev.postern.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.message.DestinationName;
import dev.postern.message.Guarantee;
import dev.postern.message.Tenant;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Destinations are read from the real property names, with the converters of the application. */
class DestinationConfigTest {
  private static final String ORDERS = "postern.destinations.orders.";

  @Test
  void aFifoQueueNeedsNothingButItsName() {
    Destination orders = orders(Map.of("sqs-queue", "orders.fifo"));

    assertThat(orders)
        .isEqualTo(
            new Destination(
                new DestinationName("orders"),
                Tenant.DEFAULT,
                new Target.SqsQueue("orders.fifo"),
                new Policy(
                    new Offer(Guarantee.EXACTLY_ONCE, EnumSet.allOf(Guarantee.class)),
                    KeyPolicy.REQUIRED,
                    new Forms(FingerprintForm.BYTES, EventForm.STRUCTURED),
                    Numbering.NONE,
                    OnDead.BLOCK),
                new Limits(
                    256 * 1024,
                    20,
                    Duration.ofHours(24),
                    16,
                    new Retention(Duration.ofHours(24), Duration.ofDays(14)))));
    assertThat(orders.isFifo()).isTrue();
    assertThat(orders.isOrdered()).isTrue();
  }

  @Test
  void aStandardTopicPromisesLessAndGoesOnWithoutTheDead() {
    Destination news = orders(Map.of("sns-topic", "arn:aws:sns:eu-central-1:123456789012:news"));

    assertThat(news.isFifo()).isFalse();
    assertThat(news.target().name()).isEqualTo("news");
    assertThat(news.policy().guarantee()).isEqualTo(Guarantee.AT_LEAST_ONCE);
    assertThat(news.policy().guarantees())
        .containsExactlyInAnyOrder(Guarantee.AT_MOST_ONCE, Guarantee.AT_LEAST_ONCE);
    assertThat(news.policy().onDead()).isEqualTo(OnDead.SKIP);
  }

  @Test
  void everyPropertyIsReadByItsName() {
    Destination orders =
        orders(
            Map.ofEntries(
                Map.entry("sqs-queue", "https://sqs.eu-central-1.amazonaws.com/1/orders.fifo"),
                Map.entry("tenant", "shop"),
                Map.entry("guarantee", "at-least-once"),
                Map.entry("guarantees", "at-least-once,exactly-once"),
                Map.entry("idempotency-key", "content"),
                Map.entry("retention", "48h"),
                Map.entry("dead-letter-retention", "30d"),
                Map.entry("fingerprint", "canonical-json"),
                Map.entry("cloudevents", "binary"),
                Map.entry("max-payload", "64K"),
                Map.entry("max-attempts", "7"),
                Map.entry("max-age", "90"),
                Map.entry("on-dead", "skip"),
                Map.entry("in-flight-batches", "3")));

    assertThat(orders.tenant()).isEqualTo(new Tenant("shop"));
    assertThat(orders.target().name()).isEqualTo("orders.fifo");
    assertThat(orders.policy())
        .isEqualTo(
            new Policy(
                new Offer(
                    Guarantee.AT_LEAST_ONCE,
                    EnumSet.of(Guarantee.AT_LEAST_ONCE, Guarantee.EXACTLY_ONCE)),
                KeyPolicy.CONTENT,
                new Forms(FingerprintForm.CANONICAL_JSON, EventForm.BINARY),
                Numbering.NONE,
                OnDead.SKIP));
    assertThat(orders.limits())
        .isEqualTo(
            new Limits(
                64 * 1024,
                7,
                Duration.ofSeconds(90),
                3,
                new Retention(Duration.ofDays(2), Duration.ofDays(30))));
  }

  @ParameterizedTest
  @CsvSource({"sequenced, SEQUENCED", "causal, CAUSAL"})
  void whereMessagesAreCountedNoneIsSentWithoutARecord(String property, Numbering numbering) {
    Destination orders = orders(Map.of("sqs-queue", "orders.fifo", property, "true"));

    assertThat(orders.policy().numbering()).isEqualTo(numbering);
    assertThat(orders.policy().guarantees()).doesNotContain(Guarantee.AT_MOST_ONCE);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                orders(
                    Map.of("sqs-queue", "orders", property, "true", "guarantees", "at-most-once")))
        .withMessageContainingAll(ORDERS + "guarantees ", "at-most-once", "at-least-once");
  }

  @Test
  void groupsAndProducersAreNotCountedBoth() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> orders(Map.of("sqs-queue", "orders", "sequenced", "true", "causal", "true")))
        .withMessageContainingAll(ORDERS + "causal ", "sequenced");
  }

  @Test
  void theDefaultGuaranteeIsTheStrongestThatIsOffered() {
    assertThat(
            orders(Map.of("sqs-queue", "o.fifo", "guarantees", "at-most-once,at-least-once"))
                .policy()
                .guarantee())
        .isEqualTo(Guarantee.AT_LEAST_ONCE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tenant            | The Shop      | a-z",
        "guarantee         | twice         | at-most-once, at-least-once",
        "guarantee         | exactly-once  | at-most-once, at-least-once",
        "guarantees        | exactly-once  | at-most-once, at-least-once",
        "idempotency-key   | never         | required or optional or content",
        "fingerprint       | md5           | bytes or canonical-json",
        "cloudevents       | avro          | structured or binary",
        "on-dead           | panic         | block or skip",
        "max-attempts      | 0             | 1 to 1000",
        "max-attempts      | 1001          | 1 to 1000",
        "in-flight-batches | 0             | 1 to 256",
        "in-flight-batches | 257           | 1 to 256"
      })
  void aWrongPropertyIsNamedWithItsValueAndWhatIsAllowed(
      String property, String value, String allowed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> orders(Map.of("sqs-queue", "orders", property, value)))
        .withMessageContainingAll(ORDERS + property + " ", value, allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-payload           | 1023  | 1023      | 1024 to 358400 bytes",
        "max-payload           | 351K  | 359424    | 1024 to 358400 bytes",
        "max-payload           | 5G    | 5368709120 | 1024 to 358400 bytes",
        "retention             | 59m   | PT59M     | PT1H to",
        "retention             | 3651d | PT87624H  | PT1H to",
        "dead-letter-retention | 59m   | PT59M     | PT1H to",
        "max-age               | 0     | PT0S      | PT1S to"
      })
  void aMeasureOutOfBoundsIsNamedAsItWasRead(
      String property, String value, String read, String allowed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> orders(Map.of("sqs-queue", "orders", property, value)))
        .withMessageContainingAll(ORDERS + property + " ", read, allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "max-payload, 1K", "max-payload, 350K", "max-attempts, 1", "max-attempts, 1000",
    "in-flight-batches, 1", "in-flight-batches, 256", "retention, 1h", "retention, 3650d",
    "max-age, 1s"
  })
  void theBoundsThemselvesAreAllowed(String property, String value) {
    assertThat(orders(Map.of("sqs-queue", "orders", property, value))).isNotNull();
  }

  @Test
  void exactlyOneOfQueueAndTopicIsSet() {
    for (Map<String, String> wrong :
        List.of(Map.of("tenant", "default"), Map.of("sqs-queue", "a", "sns-topic", "b"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> orders(wrong))
          .withMessageContainingAll(ORDERS + "sqs-queue", "sns-topic", "exactly one");
    }
  }

  @Test
  void aNameThatCantBeOneIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("postern.destinations.Big_Orders.sqs-queue", "a")))
        .withMessageContainingAll("postern.destinations.Big_Orders", "a-z");
  }

  @Test
  void aQueueBelongsToOneDestination() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                read(
                    Map.of(
                        ORDERS + "sqs-queue",
                        "orders.fifo",
                        "postern.destinations.other.sqs-queue",
                        "https://sqs.eu-central-1.amazonaws.com/1/orders.fifo")))
        .withMessageContainingAll("orders.fifo", "other", "already belongs to destination orders");
  }

  @Test
  void aQueueAndATopicMayHaveOneName() {
    assertThat(
            read(Map.of(
                    ORDERS + "sqs-queue", "orders", "postern.destinations.a.sns-topic", "orders"))
                .all())
        .extracting(destination -> destination.name().value())
        .containsExactly("a", "orders");
  }

  @Test
  void aTenantFindsItsOwnDestinationsOnly() {
    Destinations destinations =
        read(Map.of(ORDERS + "sqs-queue", "orders", ORDERS + "tenant", "shop"));
    DestinationName orders = new DestinationName("orders");

    assertThat(destinations.find(new Tenant("shop"), orders)).isPresent();
    assertThat(destinations.find(Tenant.DEFAULT, orders)).isEmpty();
    assertThat(destinations.find(new Tenant("shop"), new DestinationName("nope"))).isEmpty();
    assertThat(destinations.find(orders)).isPresent();
  }

  private static Destination orders(Map<String, String> properties) {
    Map<String, String> named = new HashMap<>();
    properties.forEach((property, value) -> named.put(ORDERS + property, value));
    return read(named).find(new DestinationName("orders")).orElseThrow();
  }

  private static Destinations read(Map<String, String> properties) {
    return ConfiguredDestinations.read(
        new SmallRyeConfigBuilder()
            .withMapping(DestinationConfig.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .withConverter(MemorySize.class, 200, new MemorySizeConverter())
            .withSources(new PropertiesConfigSource(properties, "test", 100))
            .build()
            .getConfigMapping(DestinationConfig.class)
            .byName());
  }
}
