package dev.postern.observe;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Faults;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever becomes of a call: no log, metric or trace holds what is a caller's own. */
@QuarkusTest
@TestProfile(ConfidentialityTest.Watched.class)
@Timeout(180)
class ConfidentialityTest {
  /** Callers are known, and all that can be told of them is. */
  public static class Watched implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "postern.security.enabled", "true",
          "postern.security.api-keys.web.sha256", sha256(API_KEY),
          "postern.security.api-keys.web.permissions",
              "publish:*,read-status:*,read-payload:*,operate:*",
          "postern.traces.endpoint", "http://localhost:1",
          "quarkus.otel.bsp.schedule.delay", "50ms",
          "quarkus.log.category.\"dev.postern\".level", "DEBUG",
          "quarkus.log.category.\"dev.postern.batch\".level", "DEBUG");
    }

    private static String sha256(String text) {
      try {
        return HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Begins all that must be found nowhere. */
  private static final String MARK = "vwxConfidential";

  private static final String API_KEY = MARK + "ApiKey";
  private static final String NO_KEY = MARK + "NobodysApiKey";
  private static final String PAYLOAD = "{\"note\":\"" + MARK + "Payload\"}";
  private static final String ATTRIBUTE = "note=\"" + MARK + "Attribute\"";

  @Inject CaughtSpans spans;

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler listener = listener(lines);

  @BeforeEach
  void listen() {
    Ready.await();
    listener.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(listener);
    assertThat(Logger.getLogger("dev.postern.lane.Drainer").isLoggable(Level.FINE)).isTrue();
  }

  @AfterEach
  void clear() {
    Logger.getLogger("").removeHandler(listener);
    Faults.clear();
  }

  @Test
  void neitherPayloadNorAttributeNorKeyIsToldToAnybody() {
    publishes();
    isRefused();
    failsAndDies();

    assertThat(lines).anyMatch(line -> line.contains("dev.postern.batch"));
    assertThat(lines).anyMatch(line -> line.contains("dev.postern.audit"));
    assertThat(lines).anyMatch(line -> line.contains("dead letter"));
    assertThat(lines).noneMatch(line -> line.contains(MARK));
    String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
    assertThat(metrics).contains("postern_dead_letters").doesNotContain(MARK);
    CaughtSpans.until(() -> spans.all().stream().anyMatch(span -> span.contains("settle events")));
    assertThat(spans.all()).noneMatch(span -> span.contains(MARK));
  }

  private void publishes() {
    String key = key();
    String id = published(publish("events", key));
    accepted(publish("events", key));
    published(publish("orders", key()));
    call().get("/v1/messages/" + id).then().statusCode(200);
    call().get("/v1/messages/" + id + "/payload").then().statusCode(200);
    json("{\"idempotencyKey\":\"" + key + "\"}")
        .post("/v1/destinations/events/messages/lookup")
        .then()
        .statusCode(200);
    json("{\"messages\":[" + item(key()) + "]}")
        .post("/v1/destinations/events/messages/batch")
        .then()
        .statusCode(200);
    call()
        .contentType("application/x-ndjson")
        .body(bytes(item(key()) + "\n{\"" + MARK + "\":1}\n" + MARK + "\n"))
        .post("/v1/destinations/events/messages/stream")
        .then()
        .statusCode(200);
    accepted(
        call()
            .contentType("application/cloudevents+json")
            .body(
                bytes(
                    "{\"specversion\":\"1.0\",\"id\":\""
                        + key()
                        + "\",\"source\":\"/a\",\"type\":\"t\",\"data\":"
                        + PAYLOAD
                        + "}"))
            .post("/v1/destinations/events/cloudevents"));
    call().delete("/v1/messages/" + id + "/payload").then().statusCode(204);
    call().get("/v1/messages/" + id + "/payload").then().statusCode(410);
  }

  private void isRefused() {
    String key = key();
    accepted(publish("events", key));
    publishing(key).body(bytes(MARK)).post(to("events")).then().statusCode(422);
    publishing(MARK + " with a space")
        .body(bytes(PAYLOAD))
        .post(to("events"))
        .then()
        .statusCode(400);
    publishing(key())
        .body(bytes("{" + MARK + "\u00e9").clone())
        .post(to("nowhere"))
        .then()
        .statusCode(404);
    call()
        .header("Idempotency-Key", key())
        .header("Message-Attributes", "\"" + MARK)
        .body(bytes(PAYLOAD))
        .post(to("events"))
        .then()
        .statusCode(400);
    publishing(key())
        .body(bytes((PAYLOAD.replace("}", "") + "x".repeat(300_000))))
        .post(to("events"))
        .then()
        .statusCode(413);
    json("{\"" + MARK + "\":\"" + MARK + "\"}")
        .post("/v1/destinations/events/messages/lookup")
        .then()
        .statusCode(400);
    json("{\"messages\":" + MARK)
        .post("/v1/destinations/events/messages/batch")
        .then()
        .statusCode(400);
    given()
        .header("X-API-Key", NO_KEY)
        .header("Idempotency-Key", key())
        .body(bytes(PAYLOAD))
        .post(to("events"))
        .then()
        .statusCode(401);
  }

  private void failsAndDies() {
    Faults.in(Faults.Service.DYNAMODB).status(500, "InternalServerError");
    publish("events", key()).then().statusCode(503);
    Faults.clear();
    Faults.in(Faults.Service.SQS).action("SendMessageBatch").times(5).status(503, "Unavailable");
    publish("events", key());
    Faults.clear();
    Faults.in(Faults.Service.SQS)
        .action("SendMessageBatch")
        .times(1000)
        .status(400, "InvalidMessageContents");
    String dead =
        publishing(key())
            .header("Prefer", "respond-async")
            .body(bytes(PAYLOAD))
            .post(to("events"))
            .path("id");
    CaughtSpans.until(() -> "dead".equals(status(dead)));
    Faults.clear();
    json("{}")
        .post("/v1/destinations/events/dead-letters/" + dead + "/redrive")
        .then()
        .statusCode(202);
    CaughtSpans.until(() -> "published".equals(status(dead)));
  }

  private static String key() {
    return MARK + "Key" + UUID.randomUUID();
  }

  private static RequestSpecification call() {
    return given().header("X-API-Key", API_KEY);
  }

  private static RequestSpecification json(String body) {
    return call().contentType("application/json").body(bytes(body));
  }

  private static RequestSpecification publishing(String key) {
    return call()
        .header("Idempotency-Key", key)
        .header("Message-Attributes", ATTRIBUTE)
        .header("Message-Group-Id", "g")
        .header("Prefer", "wait=1")
        .contentType("application/json");
  }

  private static Response publish(String destination, String key) {
    return publishing(key).body(bytes(PAYLOAD)).post(to(destination));
  }

  /** The id of what was accepted, once it is published, however long that takes. */
  private static String published(Response answer) {
    accepted(answer);
    String id = answer.path("id");
    CaughtSpans.until(() -> "published".equals(status(id)));
    return id;
  }

  private static void accepted(Response answer) {
    assertThat(answer.statusCode()).isIn(201, 202);
  }

  private static String status(String id) {
    return call().get("/v1/messages/" + id).path("status");
  }

  private static String item(String key) {
    return "{\"idempotencyKey\":\""
        + key
        + "\",\"payload\":"
        + PAYLOAD
        + ",\"attributes\":{\"note\":\""
        + MARK
        + "\"}}";
  }

  private static String to(String destination) {
    return "/v1/destinations/" + destination + "/messages";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Each record as a line of the log, with its context and what was thrown. */
  private static Handler listener(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(new JsonFormatter().format(ExtLogRecord.wrap(line)));
      }

      @Override
      public void flush() {
        // Nothing is held back.
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
