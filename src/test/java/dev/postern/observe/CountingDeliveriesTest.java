package dev.postern.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.OnDead;
import dev.postern.destination.Target;
import dev.postern.message.Guarantee;
import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import dev.postern.subscription.DeliveryWitness.Lack;
import dev.postern.subscription.Failure;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Ordering;
import dev.postern.subscription.Poison;
import dev.postern.subscription.Subscription;
import dev.postern.testing.Lines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lines about messages on their way to consumers say what they are about by name. */
class CountingDeliveriesTest {
  private final Lines lines = new Lines("dev.postern.delivery");
  private final CountingDeliveries deliveries =
      new CountingDeliveries(new DeliveryMeters(new SimpleMeterRegistry()));

  @AfterEach
  void close() {
    lines.close();
  }

  @Test
  void aDeadLetterNamesItsSubscriptionAndItsReason() {
    Inbound message =
        new Inbound(new InboundId("m-1"), Optional.empty(), Given.SECRET, Map.of(), Given.NOW);
    deliveries.buried(
        subscription(Ordering.NONE), message, Poison.REJECTED, Optional.of(Failure.of("too odd")));

    assertThat(members())
        .containsExactly(
            Map.of(
                "messageId", "m-1",
                "subscription", "readers",
                "outcome", "rejected",
                "cause", "too odd"));
    assertThat(lines.texts().get(0)).startsWith("dead letter").doesNotContain(Given.SECRET);
  }

  @Test
  void missingMessagesAreNamedByTheGroupOrTheProducerThatTheyAreOf() {
    Lack lack = new Lack("a", 3, 5);
    deliveries.lacking(subscription(Ordering.SEQUENCE), lack, false);
    deliveries.lacking(subscription(Ordering.CAUSAL), lack, true);

    assertThat(members())
        .containsExactly(
            Map.of("subscription", "readers", "group", "a", "expected", "3", "upTo", "5"),
            Map.of("subscription", "readers", "producer", "a", "expected", "3", "upTo", "5"));
    assertThat(lines.texts().get(0)).startsWith("missing messages are waited for");
    assertThat(lines.texts().get(1)).startsWith("missing messages are passed by");
  }

  @Test
  void anAcknowledgementThatItsMessageDoesNotShowNamesBothAndTheCause() {
    deliveries.unreported(subscription(Ordering.NONE), new InboundId("m-1"), "it has expired");

    assertThat(members())
        .containsExactly(
            Map.of("messageId", "m-1", "subscription", "readers", "cause", "it has expired"));
  }

  private List<Map<String, String>> members() {
    return lines.records().stream().map(Lines::members).toList();
  }

  private static Subscription subscription(Ordering ordering) {
    return new Subscription(
        new SubscriptionName("readers"),
        Tenant.DEFAULT,
        new Target.SqsQueue("readers"),
        new Subscription.Terms(Guarantee.AT_LEAST_ONCE, ordering, OnDead.SKIP),
        new Subscription.Limits(
            Duration.ofSeconds(30),
            5,
            Duration.ofDays(1),
            Duration.ofDays(1),
            Subscription.Buffer.USUAL),
        Optional.empty());
  }
}
