package dev.postern.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Faults;
import dev.postern.testing.Gateway;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What there is to see, and the console as a browser asks for it. */
final class Given {
  record Published(String id, String key, String group) {}

  record Blocked(String group, String message) {
    String ref() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(group.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static final Duration PAUSE = Duration.ofMillis(50);

  private Given() {}

  static String page(String path) {
    Response answer = given().get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("text/html");
    return answer.asString();
  }

  /** A form of the console's own. */
  static Response post(String path, Map<String, String> fields) {
    return given()
        .redirects()
        .follow(false)
        .header("Origin", "http://localhost:" + RestAssured.port)
        .contentType("application/x-www-form-urlencoded; charset=utf-8")
        .formParams(fields)
        .post(path);
  }

  static Published published(String destination) {
    return published(destination, "{\"n\":1}");
  }

  static Published published(String destination, String payload) {
    String key = Gateway.fresh("key");
    String group = Gateway.fresh("group");
    String id =
        Gateway.publish(destination).key(key).group(group).body(payload).prefer("wait=25").id(201);
    return new Published(id, key, group);
  }

  /** A group whose first message the broker refused. */
  static Blocked blockedGroup(String destination) {
    String group = Gateway.fresh("group");
    refuse();
    String id = accepted(destination, group);
    until(() -> status(id).equals("dead"));
    until(() -> state(destination, new Blocked(group, id)).equals("blocked"));
    Faults.clear();
    return new Blocked(group, id);
  }

  /** Leaves nothing blocked for other tests. */
  static void skip(String destination, Blocked blocked) {
    given()
        .header("If-Match", "\"" + blocked.message() + "\"")
        .post("/v1/destinations/" + destination + "/groups/" + blocked.ref() + "/skip")
        .then()
        .statusCode(200);
  }

  /** A message of no group that the broker refused. */
  static String deadLetter(String destination) {
    refuse();
    String id = accepted(destination, null);
    until(() -> status(id).equals("dead"));
    Faults.clear();
    return id;
  }

  private static void refuse() {
    Faults.in(Faults.Service.SQS).action("SendMessageBatch").status(400, "InvalidMessageContents");
    Faults.in(Faults.Service.SNS).action("PublishBatch").status(400, "InvalidParameter");
  }

  private static String accepted(String destination, String group) {
    Gateway.Publish publish =
        Gateway.publish(destination).key(Gateway.fresh("key")).prefer("respond-async");
    return (group == null ? publish : publish.group(group)).id(202);
  }

  static String status(String id) {
    Response answer = Gateway.status(id);
    return answer.statusCode() == 200 ? answer.path("status") : "not said";
  }

  private static String state(String destination, Blocked blocked) {
    return given()
        .get("/v1/destinations/" + destination + "/groups/" + blocked.ref())
        .path("state");
  }

  /** Asks again and again; the test's own time-out ends that. */
  static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("what was waited for did not come");
      }
    }
  }
}
