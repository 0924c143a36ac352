package dev.postern.publish;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.Destinations;
import dev.postern.message.DestinationName;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import dev.postern.message.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** No tenant learns of another's messages and destinations. */
@QuarkusTest
class TenantsTest {
  private static final Tenant ANOTHER = new Tenant("another");
  private static final DestinationName EVENTS = DestinationName.parse("events").orElseThrow();
  private static final DestinationName THEIRS = DestinationName.parse("theirs").orElseThrow();

  @Inject Lookup lookup;
  @Inject Destinations destinations;

  @Test
  void aMessageIsUnknownToOthersByIdAndByKey() {
    // Given a message
    String key = fresh("key");
    MessageId id = MessageId.parse(publish("events").key(key).id(201)).orElseThrow();
    KeyHash hash = KeyHash.of(Tenant.DEFAULT, EVENTS, new IdempotencyKey(key));

    // Then its own tenant finds it, and another does not
    assertThat(byId(Tenant.DEFAULT, id)).isInstanceOf(Lookup.Found.Here.class);
    assertThat(byKey(Tenant.DEFAULT, hash)).isInstanceOf(Lookup.Found.Here.class);
    assertThat(byId(ANOTHER, id)).isInstanceOf(Lookup.Found.Unknown.class);
    assertThat(byKey(ANOTHER, hash)).isInstanceOf(Lookup.Found.Unknown.class);
  }

  private Lookup.Found byId(Tenant tenant, MessageId id) {
    return lookup.byId(tenant, id, Duration.ZERO, message -> {}).toCompletableFuture().join();
  }

  private Lookup.Found byKey(Tenant tenant, KeyHash key) {
    return lookup.byKey(tenant, key).toCompletableFuture().join();
  }

  @Test
  void aDestinationIsUnknownToOthers() {
    assertThat(destinations.find(ANOTHER, THEIRS)).isPresent();
    assertThat(destinations.find(Tenant.DEFAULT, THEIRS)).isEmpty();
    assertThat(destinations.find(ANOTHER, EVENTS)).isEmpty();
  }

  @Test
  void oneKeyOfTwoTenantsIsTwoKeys() {
    IdempotencyKey key = new IdempotencyKey("k");

    assertThat(KeyHash.of(ANOTHER, EVENTS, key))
        .isNotEqualTo(KeyHash.of(Tenant.DEFAULT, EVENTS, key));
  }
}
