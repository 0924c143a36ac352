package dev.postern.security;

import static dev.postern.security.SecurityMatrixTest.as;
import static dev.postern.testing.Gateway.fresh;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Contract;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is packaged, as a jar or as a native executable, takes and gives every body of the contract:
 * in the latter that is a matter of what was registered for reflection.
 */
@QuarkusIntegrationTest
@TestProfile(EveryOperationIT.Configured.class)
@Timeout(120)
class EveryOperationIT {
  public static final class Configured implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings =
          new LinkedHashMap<>(new SecuredByTokens().getConfigOverrides());
      settings.put("postern.provision", "create");
      settings.put("postern.table", "every-operation");
      settings.put("postern.destinations.orders.sqs-queue", "every-operation.fifo");
      settings.put("postern.destinations.theirs.sqs-queue", "every-operation-theirs.fifo");
      settings.put("postern.subscriptions.theirs.sqs-queue", "every-operation-theirs.fifo");
      settings.put("postern.subscriptions.fulfilment.sqs-queue", "every-operation.fifo");
      settings.put("postern.subscriptions.fulfilment.delivery", "exactly-once");
      settings.put(
          "postern.ack-tokens.secrets",
          "bm90IGEgc2VjcmV0OiBmb3IgZGV2ZWxvcG1lbnQgYW5kIHRlc3RzIG9ubHk=");
      return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Issuer.class));
    }
  }

  static Stream<Operation> operations() {
    return SecurityMatrixTest.operations();
  }

  @BeforeEach
  void isReady() {
    Ready.await();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void itIsAnsweredAsTheContractSays(Operation operation) {
    String id = published("every-operation", fresh("key")).path("id");

    Response answer = operation.call(as(Secured.ALL), Map.of("id", id));

    assertThat(answer.statusCode()).isNotIn(401, 403, 405, 406, 415, 429).isLessThan(500);
    assertThat(answer.asString()).doesNotContain("/body-malformed", "/destination-unknown");
  }

  @Test
  void aMessageIsPublishedReceivedAndDoneWith() {
    String group = fresh("group");
    String id = published(group, fresh("key")).path("id");

    String token = null;
    while (token == null) {
      Response received = post("receive", "{\"max\":10,\"waitSeconds\":5}");
      for (Map<String, Object> message : received.<List<Map<String, Object>>>path("messages")) {
        post("acknowledge", "{\"messages\":[{\"ackToken\":\"" + message.get("ackToken") + "\"}]}");
        token = group.equals(message.get("groupId")) ? (String) message.get("ackToken") : token;
      }
    }

    assertThat(
            given()
                .spec(as(Secured.ALL))
                .filter(Contract.answersOnly())
                .get("/v1/subscriptions/fulfilment/deliveries/" + id)
                .<String>path("status"))
        .isEqualTo("completed");
  }

  @Test
  void aTokenIsTaken() {
    String token = Issuer.sign(Issuer.claims("till-1", "default", "clerk"));

    given()
        .header("Authorization", "Bearer " + token)
        .get("/v1/destinations")
        .then()
        .statusCode(200);
    given().header("Authorization", "Bearer x.y.z").get("/v1/destinations").then().statusCode(401);
  }

  private static Response post(String what, String body) {
    return given()
        .spec(as(Secured.ALL))
        .filter(Contract.answersOnly())
        .contentType("application/json")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/v1/subscriptions/fulfilment/" + what);
  }

  private static Response published(String group, String key) {
    return given()
        .spec(as(Secured.ALL))
        .filter(Contract.answersOnly())
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .header("Message-Group-Id", group)
        .body("{\"n\":1}".getBytes(StandardCharsets.UTF_8))
        .post("/v1/destinations/orders/messages");
  }
}
