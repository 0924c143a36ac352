package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.broker.Broker;
import dev.postern.broker.BrokerContract;
import dev.postern.broker.Envelope;
import dev.postern.destination.Destination;
import dev.postern.message.DestinationName;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import dev.postern.message.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelBrokerTest extends BrokerContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final ModelQueues queues = new ModelQueues();
  private final Broker broker = new ModelBroker(queues, () -> NOW, Line.PERFECT);

  @Override
  protected Broker broker() {
    return broker;
  }

  @Override
  protected void make(Destination destination) {}

  @Override
  protected List<String> bodies(Destination destination) {
    return queues.on(destination.name()).stream().map(ModelQueues.Held::body).toList();
  }

  @Test
  void fifoForgetsAfterFiveMinutesFromTheFirstTime() {
    DestinationName name = new DestinationName("orders");
    MessageId id =
        new MessageId(
            KeyHash.of(Tenant.DEFAULT, name, new IdempotencyKey("k")), 1_700_000_000_000L);
    for (int seconds : new int[] {0, 299, 300}) {
      queues.take(
          new ModelQueues.Held(
              name,
              id,
              Optional.empty(),
              new Envelope("1", Map.of()),
              NOW.plusSeconds(seconds),
              "b"),
          Optional.of(id.toString()));
    }
    assertThat(queues.copies(id)).isEqualTo(2);
  }
}
