package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.postern.testing.Contract;
import dev.postern.testing.Faults;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message says can be erased once it has come to its end; what became of it stays. */
@QuarkusTest
@Timeout(180)
class ErasureTest {
  private static final String PROBLEMS = "https://postern.dev/problems/";

  @AfterEach
  void clear() {
    Faults.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "events"})
  void allStaysButWhatTheMessageSaid(String name) {
    // Given a published message
    Gateway.Publish call =
        publish(name).key(fresh("key")).group(fresh("g")).attributes("tier=3").body("{\"a\":1}");
    Response published = call.send();
    published.then().statusCode(201).body("payloadErasedAt", nullValue());
    String id = published.path("id");

    // When its payload is erased, twice
    erase(id).then().statusCode(204);
    String once = Gateway.status(id).asString();
    erase(id).then().statusCode(204);

    // Then it is gone
    Gateway.payload(id)
        .then()
        .statusCode(410)
        .header("Cache-Control", "no-store")
        .body("type", equalTo(PROBLEMS + "payload-erased"));

    // And what became of the message is told as before
    Response now = Gateway.status(id);
    assertThat(now.asString()).isEqualTo(once);
    assertThat(now.<String>path("payloadErasedAt")).isNotNull();
    for (String member :
        List.of(
            "status", "publishedAt", "brokerMessageId", "groupId", "expiresAt", "contentType")) {
      assertThat(now.<String>path(member)).isEqualTo(published.path(member));
    }
    assertThat(now.<Integer>path("payloadBytes")).isEqualTo(7);
    assertThat(now.header("ETag")).isNotEqualTo(published.header("ETag"));
  }

  @Test
  void theKeyStaysTakenAndNothingIsPublishedAgain() {
    String key = fresh("key");
    Gateway.Publish call = publish("orders").key(key).group(fresh("g")).attributes("tier=3");
    String id = call.id(201);
    erase(id).then().statusCode(204);

    call.answers(201).header("Idempotent-Replayed", "true").body("id", equalTo(id));
    call.prefer("respond-async").answers(201).body("id", equalTo(id));
    call.body("{\"n\":2}").answers(422).body("type", equalTo(PROBLEMS + "idempotency-key-reused"));
    Gateway.lookup("orders", key).then().statusCode(200).body("status", equalTo("published"));
    Inbox.ofQueue("orders.fifo").only(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "events"})
  void whatMayStillBeSentIsNotErased(String name) {
    // Given a message that waits for its broker
    Faults.in(Faults.Service.SQS).status(503, "ServiceUnavailable");
    String id = publish(name).key(fresh("key")).group(fresh("g")).prefer("wait=0").id(202);

    erase(id)
        .then()
        .statusCode(409)
        .body("type", equalTo(PROBLEMS + "message-not-final"))
        .body("messageId", equalTo(id));
    Gateway.payload(id).then().statusCode(200);

    // When it has come to its end, by way of its lane
    Faults.clear();
    Gateway.statusAtLast(id).then().body("status", equalTo("published"));

    erase(id).then().statusCode(204);
    Gateway.payload(id).then().statusCode(410);
  }

  @Test
  void anUnknownMessageIsUnknown() {
    erase("nothing").then().statusCode(404).body("type", equalTo(PROBLEMS + "message-unknown"));
    erase("0JYJZCW4AB1T0DY5K31KPZ8JQ101M8672V40")
        .then()
        .statusCode(404)
        .body("type", equalTo(PROBLEMS + "message-unknown"));
  }

  @Test
  void aDeadMessageThatIsErasedCanOnlyBeSkipped() {
    // Given a message that blocks its group, and one behind it
    String key = fresh("key");
    String group = fresh("g");
    String dead = refused("orders", key, group);
    String behind = publish("orders").key(fresh("key")).group(group).prefer("wait=0").id(202);

    // When its payload is erased
    erase(dead).then().statusCode(204);

    // Then the list says so, and nothing brings it to life again
    letters("orders")
        .then()
        .body("deadLetters.find{it.id=='" + dead + "'}.canRedrive", equalTo(false));
    notPossible(post("/v1/destinations/orders/dead-letters/" + dead + "/redrive", "{}"));
    notPossible(post("/v1/destinations/orders/groups/" + ref(group) + "/resume", null));
    for (boolean dryRun : new boolean[] {true, false}) {
      Response many =
          post(
              "/v1/destinations/orders/dead-letters/redrive",
              "{\"dryRun\":" + dryRun + ",\"allowReorder\":true}");
      assertThat(many.statusCode()).isEqualTo(200);
      assertThat(many.<List<String>>path("heldBack.id")).contains(dead);
    }
    Gateway.status(dead).then().body("status", equalTo("dead"));
    publish("orders")
        .key(key)
        .group(group)
        .answers(409)
        .body("type", equalTo(PROBLEMS + "message-dead"))
        .body("canRedrive", equalTo(false));

    // But its group can go on without it, and the letter be deleted
    given()
        .filter(Contract.enforced())
        .header("If-Match", "\"" + dead + "\"")
        .post("/v1/destinations/orders/groups/" + ref(group) + "/skip")
        .then()
        .statusCode(200);
    Gateway.statusAtLast(behind).then().body("status", equalTo("published"));
    given()
        .filter(Contract.enforced())
        .delete("/v1/destinations/orders/dead-letters/" + dead)
        .then()
        .statusCode(204);
    erase(dead).then().statusCode(204);
  }

  @Test
  void aDeadMessageWithoutLetterIsErasedAsWell() {
    String dead = refused("events", fresh("key"), null);
    given()
        .filter(Contract.enforced())
        .delete("/v1/destinations/events/dead-letters/" + dead)
        .then()
        .statusCode(204);

    erase(dead).then().statusCode(204);

    Gateway.payload(dead).then().statusCode(410);
    assertThat(letters("events").<List<String>>path("deadLetters.id")).doesNotContain(dead);
  }

  @Test
  void ofAnErasureAndARedriveAtOnceOneIsDone() {
    for (int i = 0; i < 5; i++) {
      String dead = refused("events", fresh("key"), null);

      List<CompletableFuture<Integer>> calls =
          List.of(
              CompletableFuture.supplyAsync(() -> erase(dead).statusCode()),
              CompletableFuture.supplyAsync(
                  () ->
                      post("/v1/destinations/events/dead-letters/" + dead + "/redrive", "{}")
                          .statusCode()));
      int erased = calls.get(0).join();
      int redriven = calls.get(1).join();

      if (redriven == 202) {
        // It is erased only after it was published, if at all.
        assertThat(erased).isIn(204, 409);
        Gateway.statusAtLast(dead).then().body("status", equalTo("published"));
        Inbox.ofQueue("events").only(dead);
      } else {
        assertThat(erased).isEqualTo(204);
        assertThat(redriven).isIn(404, 409, 503);
        Gateway.status(dead).then().body("status", equalTo("dead"));
      }
    }
  }

  @Test
  void aLostAnswerLeavesThePayloadErasedOrWhole() {
    String id = publish("events").key(fresh("key")).id(201);
    Faults.in(Faults.Service.DYNAMODB).action("TransactWriteItems").times(1).status(500, "Oops");
    erase(id).then().statusCode(503).body("type", equalTo(PROBLEMS + "store-unavailable"));
    Gateway.payload(id).then().statusCode(200);

    Faults.in(Faults.Service.DYNAMODB).action("TransactWriteItems").times(1).dropAfter();
    erase(id).then().statusCode(503);
    Faults.clear();
    erase(id).then().statusCode(204);
    Gateway.payload(id).then().statusCode(410);
  }

  private static void notPossible(Response answer) {
    answer.then().statusCode(409).body("type", equalTo(PROBLEMS + "redrive-not-possible"));
  }

  private static Response erase(String id) {
    return given().filter(Contract.enforced()).delete("/v1/messages/" + id + "/payload");
  }

  /** A message that the broker refused for good. */
  private static String refused(String destination, String key, String group) {
    Faults.in(Faults.Service.SQS)
        .action("SendMessageBatch")
        .times(1000)
        .status(400, "InvalidMessageContents");
    Gateway.Publish call = publish(destination).key(key).prefer("respond-async");
    String id = (group == null ? call : call.group(group)).id(202);
    Gateway.statusAtLast(id).then().body("status", equalTo("dead"));
    until(() -> letters(destination).<List<String>>path("deadLetters.id").contains(id));
    Faults.clear();
    return id;
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /** The newest letters. */
  private static Response letters(String destination) {
    return given()
        .filter(Contract.enforced())
        .get("/v1/destinations/" + destination + "/dead-letters");
  }

  private static Response post(String path, String body) {
    return body == null
        ? given().filter(Contract.enforced()).post(path)
        : given()
            .filter(Contract.enforced())
            .contentType("application/json")
            .body(body.getBytes(StandardCharsets.UTF_8))
            .post(path);
  }

  private static String ref(String group) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(group.getBytes(StandardCharsets.US_ASCII));
  }
}
