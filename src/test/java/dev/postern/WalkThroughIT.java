package dev.postern;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged application does what it promises, made ready by configuration alone. */
@QuarkusIntegrationTest
@TestProfile(WalkThroughIT.Configured.class)
@Timeout(120)
class WalkThroughIT {
  /** What somebody would configure in production, but for the queue's being made. */
  public static class Configured implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "postern.security.enabled", "false",
          "postern.provision", "create",
          "postern.table", "walk-through",
          "postern.destinations.orders.sqs-queue", "walk-through.fifo");
    }
  }

  @Test
  void aMessageIsPublishedOnceFoundAndReadBack() {
    // Given the application, once it is ready
    Ready.await();
    String key = fresh("order");

    // When a message is published, and its call repeated
    Response first = order(key, "{\"orderId\":42}").send();
    Response second = order(key, "{\"orderId\":42}").send();

    // Then it is one message
    String id = first.then().statusCode(201).extract().path("id");
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(second.asString()).isEqualTo(first.asString());
    assertThat(Inbox.ofQueue("walk-through.fifo").only(id).body()).isEqualTo("{\"orderId\":42}");

    // And its key is no other message's
    order(key, "{\"orderId\":43}").answers(422).body("messageId", equalTo(id));

    // And it is found by id and by key, and read back
    assertThat(Gateway.status(id).asString()).isEqualTo(first.asString());
    assertThat(Gateway.lookup("orders", key).asString()).isEqualTo(first.asString());
    assertThat(Gateway.payload(id).asString()).isEqualTo("{\"orderId\":42}");
  }

  private static Gateway.Publish order(String key, String body) {
    return publish("orders").key(key).group("order-42").body(body);
  }
}
