package dev.postern.security;

import static dev.postern.security.SecurityMatrixTest.as;
import static dev.postern.security.SecurityMatrixTest.assertProblem;
import static dev.postern.testing.Gateway.fresh;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Contract;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tenant is bounded by its quota, and no other is by it. */
@QuarkusTest
@TestProfile(QuotaTest.Bounded.class)
@Timeout(120)
class QuotaTest {
  /** Of one tenant, so slow that no test sees it filled. */
  private static final int BURST = 40;

  private static final int WINDOW = BURST;

  /** Where each test has its own tenant. */
  public static final class Bounded implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new LinkedHashMap<>(new Secured().getConfigOverrides());
      settings.put("postern.table", "bounded");
      settings.put("postern.security.quota.tenants.other.per-second", "1");
      settings.put("postern.security.quota.tenants.other.burst", Integer.toString(BURST));
      settings.put("postern.security.quota.tenants.stream.per-second", "20");
      settings.put("postern.security.quota.tenants.stream.burst", "5");
      settings.put("postern.destinations.streamed.sqs-queue", "streamed.fifo");
      settings.put("postern.destinations.streamed.tenant", "stream");
      String caller = "postern.security.api-keys.streamer.";
      settings.put(caller + "sha256", Secured.sha256(Secured.key("streamer")));
      settings.put(caller + "tenant", "stream");
      settings.put(caller + "permissions", "publish:*");
      return settings;
    }
  }

  @BeforeEach
  void isReady() {
    Ready.await();
  }

  @Test
  void beyondItsQuotaATenantIsToldWhenToComeBackAndOthersAreLetIn() {
    // Given a tenant that is told of its quota by every answer
    Response first = batch(BURST - 10);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.header("RateLimit-Policy"))
        .isEqualTo("\"tenant\";q=" + BURST + ";w=" + WINDOW);
    assertThat(first.header("RateLimit")).matches("\"tenant\";r=(39|[0-9]);t=[0-9]+");

    // When it takes more than it has, by a batch that is let in
    assertThat(batch(BURST).statusCode()).isEqualTo(200);

    // Then its next call is refused, whatever it is
    Response refused = given().spec(as(Secured.FOREIGN)).get("/v1/destinations");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertProblem(refused, "quota-exceeded");
    assertThat(refused.header("RateLimit")).startsWith("\"tenant\";r=0;t=");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(2, 2 * WINDOW);
    assertThat(refused.<Integer>path("retryAfterSeconds"))
        .isEqualTo(Integer.parseInt(refused.header("Retry-After")));

    // And another tenant, which has no quota, is let in and told of none
    Response other = given().spec(as(Secured.ALL)).get("/v1/destinations");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.header("RateLimit")).isNull();
  }

  @Test
  void noLineOfAStreamIsRefusedForTheQuota() {
    String lines =
        IntStream.range(0, 30)
            .mapToObj(i -> message(i).encode() + "\n")
            .collect(Collectors.joining());

    String answer =
        given()
            .spec(as("streamer"))
            .header("Content-Type", "application/x-ndjson")
            .body(lines.getBytes(StandardCharsets.UTF_8))
            .post("/v1/destinations/streamed/messages/stream")
            .asString();

    assertThat(answer).endsWith("{\"done\":true,\"accepted\":30,\"failed\":0}\n");
  }

  private static Response batch(int messages) {
    JsonArray all = new JsonArray();
    IntStream.range(0, messages).forEach(i -> all.add(message(i)));
    return given()
        .spec(as(Secured.FOREIGN))
        .filter(Contract.answersOnly())
        .header("Content-Type", "application/json")
        .body(new JsonObject().put("messages", all).encode().getBytes(StandardCharsets.UTF_8))
        .post("/v1/destinations/theirs/messages/batch");
  }

  private static JsonObject message(int number) {
    return new JsonObject()
        .put("idempotencyKey", fresh("key"))
        .put("groupId", "group-" + number % 5)
        .put("payload", new JsonObject().put("n", number));
  }
}
