package dev.postern.security;

import static dev.postern.security.SecurityMatrixTest.as;
import static dev.postern.security.SecurityMatrixTest.assertProblem;
import static dev.postern.security.SecurityMatrixTest.published;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Faults;
import dev.postern.testing.Lines;
import dev.postern.testing.RawHttp;
import dev.postern.testing.Ready;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, when, and what is written down of it. */
@QuarkusTest
@TestProfile(Secured.class)
@Timeout(120)
class SecurityTest {
  @TestHTTPResource URI server;

  @BeforeEach
  void isReady() {
    Ready.await();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/q/health/live", "/q/metrics", "/openapi.yaml", "/openapi", "/q/swagger-ui/"})
  void whatIsNotTheInterfaceNeedsNoKey(String path) {
    given().get(path).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/destinations",
        "/v1/destinations/",
        "//v1/destinations",
        "/%76%31/destinations",
        "/q/../v1/destinations",
        "/./v1/destinations",
        "/v1;a=b/destinations",
        "/v1%2Fdestinations",
        "/V1/destinations"
      })
  void noWayOfWritingThePathLeadsPastTheEntrance(String path) throws IOException {
    try (RawHttp http = RawHttp.open(server)) {
      http.lines("GET " + path + " HTTP/1.1", "Host: postern", "Connection: close", "");

      assertThat(http.untilClosed())
          .matches("(?s)HTTP/1.1 (400|401|404) .*")
          .doesNotContain("\"destinations\"");
    }
  }

  @Test
  void aCallerWhoIsNotKnownIsAnsweredBeforeItsBodyCame() throws IOException {
    try (RawHttp http = RawHttp.open(server)) {
      // Given a request whose body, as large as may be, does not come
      http.lines(
          "POST /v1/destinations/orders/messages HTTP/1.1",
          "Host: postern",
          "Content-Length: 1000000000",
          "");

      // Then it is refused for who sent it
      assertThat(http.untilClosed()).startsWith("HTTP/1.1 401 ").contains("credentials-missing");
    }
  }

  @Test
  void aKeyThatIsGivenTwiceIsNoKey() throws IOException {
    String header = "X-API-Key: " + Secured.key(Secured.ALL);
    try (RawHttp http = RawHttp.open(server)) {
      http.lines(
          "GET /v1/destinations HTTP/1.1",
          "Host: postern",
          header,
          header,
          "Connection: close",
          "");

      assertThat(http.untilClosed()).startsWith("HTTP/1.1 401 ").contains("credentials-invalid");
    }
  }

  @Test
  void theSameIdempotencyKeyOfTwoTenantsIsTwoMessages() {
    Response ours = publish(as(Secured.ALL), "orders", "same-key", "{\"ours\":1}");
    Response theirs = publish(as(Secured.FOREIGN), "theirs", "same-key", "{\"theirs\":1}");

    assertThat(ours.statusCode()).isEqualTo(201);
    assertThat(theirs.statusCode()).isEqualTo(201);
    assertThat(ours.<String>path("id")).isNotEqualTo(theirs.path("id"));
  }

  @Test
  void whoMayNotSeeAStateIsToldSoBeforeItIsFinal() throws IOException {
    // Given a message that can't come to its end
    Faults.in(Faults.Service.SQS).refuse();
    try (RawHttp http = RawHttp.open(server)) {
      String id =
          given()
              .spec(as(Secured.ALL))
              .header("Content-Type", "text/plain")
              .header("Idempotency-Key", "never-final")
              .header("Prefer", "respond-async")
              .body("1".getBytes(StandardCharsets.UTF_8))
              .post("/v1/destinations/events/messages")
              .then()
              .statusCode(202)
              .extract()
              .path("id");

      // When somebody waits for it, for longer than is waited for the answer here
      http.lines(
          "GET /v1/messages/" + id + " HTTP/1.1",
          "Host: postern",
          "X-API-Key: " + Secured.key(Secured.allBut("read-status")),
          "Prefer: wait=25",
          "Connection: close",
          "");

      assertThat(http.untilClosed()).startsWith("HTTP/1.1 403 ").contains("permission-missing");
    } finally {
      Faults.clear();
    }
  }

  @Test
  void anAckTokenOfAnotherTenantIsNoToken() {
    // Given a message that was handed to one tenant
    published("theirs", Secured.FOREIGN);
    String token =
        post(as(Secured.FOREIGN), "theirs/receive", "{\"max\":1,\"waitSeconds\":20}")
            .path("messages[0].ackToken");
    assertThat(token).isNotEmpty();

    // When another gives its token back
    Response stolen = acknowledge(as(Secured.ALL), "fulfilment", token);
    Response knocked = acknowledge(as(Secured.ALL), "theirs", token);

    // Then it was not made for any of its subscriptions, and counts only where it was
    assertThat(stolen.<String>path("results[0].problem.type")).endsWith("/ack-token-invalid");
    assertThat(knocked.statusCode()).isEqualTo(404);
    assertProblem(knocked, "subscription-unknown");
    assertThat(acknowledge(as(Secured.FOREIGN), "theirs", token).statusCode()).isEqualTo(200);
  }

  @Test
  void payloadsThatAreReadAndActionsByHandAreWrittenDown() {
    // Given a message, and whoever listens to the audit log
    String id = published("orders", Secured.ALL);
    try (Lines lines = new Lines("dev.postern.audit")) {
      // When its payload is read, or not, and somebody acts
      get("only-read-payload", id + "/payload").then().statusCode(200);
      get("only-read-status", id + "/payload").then().statusCode(403);
      get("only-read-status", id).then().statusCode(200);
      given()
          .spec(as("only-operate"))
          .delete("/v1/destinations/orders/dead-letters/" + id)
          .then()
          .statusCode(404);

      // Then it stands there, with who and what and whether it was allowed, and no more
      String tried = "audit: caller=%s tenant=default action=%s destination=orders allowed=%s";
      String message = " messageId=" + id;
      assertThat(lines.texts())
          .containsExactly(
              tried.formatted("only-read-payload", "read-payload", true) + message,
              tried.formatted("only-read-status", "read-payload", false),
              tried.formatted("only-operate", "delete-dead-letter", true) + message);
      assertThat(Lines.members(lines.records().get(0)))
          .containsEntry("caller", "only-read-payload")
          .containsEntry("tenant", "default")
          .containsEntry("action", "read-payload")
          .containsEntry("destination", "orders")
          .containsEntry("allowed", "true")
          .containsEntry("messageId", id);
    }
  }

  @Test
  void whatAConsumerMadeOfAMessageIsSeenByWhoConsumesOrReadsPayloads() {
    // Given a message that a consumer is done with, and what it made of it
    String id = published("orders", Secured.ALL);
    Response received =
        post(as(Secured.ALL), "fulfilment/receive", "{\"max\":10,\"waitSeconds\":20}");
    received
        .<List<String>>path("messages.ackToken")
        .forEach(
            token ->
                post(
                    as(Secured.ALL),
                    "fulfilment/acknowledge",
                    "{\"messages\":[{\"ackToken\":\"" + token + "\",\"result\":{\"n\":7}}]}"));
    String done = received.path("messages[0].id");
    assertThat(done).as("of which %s may be one", id).isNotEmpty();

    // Then its state shows that to them, and not to who may see states alone
    assertThat(result(Secured.ALL, done)).isEqualTo(7);
    assertThat(result(Secured.allBut("read-payload"), done)).isEqualTo(7);
    assertThat(result(Secured.allBut("consume"), done)).isEqualTo(7);
    assertThat(result(Secured.only("read-status"), done)).isNull();
  }

  private static Integer result(String caller, String message) {
    return given()
        .spec(as(caller))
        .get("/v1/subscriptions/fulfilment/deliveries/" + message)
        .then()
        .statusCode(200)
        .extract()
        .path("result.n");
  }

  private static Response get(String caller, String path) {
    return given().spec(as(caller)).get("/v1/messages/" + path);
  }

  private static Response acknowledge(RequestSpecification caller, String where, String token) {
    return post(
        caller, where + "/acknowledge", "{\"messages\":[{\"ackToken\":\"" + token + "\"}]}");
  }

  private static Response post(RequestSpecification caller, String where, String body) {
    return given()
        .spec(caller)
        .contentType("application/json")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/v1/subscriptions/" + where);
  }

  private static Response publish(
      RequestSpecification caller, String destination, String key, String body) {
    return given()
        .spec(caller)
        .headers(
            Map.of(
                "Content-Type", "application/json",
                "Idempotency-Key", key,
                "Message-Group-Id", "security"))
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/v1/destinations/" + destination + "/messages");
  }
}
