package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.postern.testing.Contract;
import dev.postern.testing.Faults;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers wait for as long as they like, and are told at any time what became of a message. */
@QuarkusTest
@Timeout(120)
class LookupTest {
  @AfterEach
  void clear() {
    Faults.clear();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "respond-async         | respond-async | orders",
        "wait=0                | wait=0        | orders",
        "respond-async, wait=9 | respond-async | orders",
        "respond-async         | respond-async | events",
        "wait=0                | wait=0        | events"
      })
  void whoDoesNotWaitIsAnsweredAsSoonAsTheMessageIsDurable(
      String prefer, String applied, String name) {
    // When a message is published without waiting
    Response answer = publish(name).key(fresh("key")).group(fresh("g")).prefer(prefer).send();

    // Then it is accepted
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.header("Preference-Applied")).isEqualTo(applied);
    assertThat(answer.header("Vary")).isEqualTo("Prefer");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    String id = answer.path("id");
    assertThat(answer.header("Location")).isEqualTo("/v1/messages/" + id);

    // And published by itself
    Gateway.statusAtLast(id)
        .then()
        .statusCode(200)
        .header("Preference-Applied", "wait=25")
        .header("Vary", "Prefer")
        .header("Cache-Control", "no-store")
        .body("status", equalTo("published"));
    Inbox.ofQueue(name.equals("orders") ? "orders.fifo" : name).only(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wait=20                  | wait=20",
        "wait=99                  | wait=25",
        "wait=99999999999         | wait=25",
        "Wait=\"7\"               | wait=7",
        "handling=lenient, wait=7 | wait=7"
      })
  void whoWaitsIsToldForHowLong(String prefer, String applied) {
    publish("events")
        .key(fresh("key"))
        .prefer(prefer)
        .answers(201)
        .header("Preference-Applied", applied)
        .header("Vary", "Prefer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"wait=soon", "wait=-1", "wait", "return=minimal", ";;,=", "respond-async=no"})
  void aPreferenceThatCantBeReadOrHonouredIsIgnored(String prefer) {
    Response answer = publish("events").key(fresh("key")).prefer(prefer).send();

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.header("Preference-Applied")).isNull();
    assertThat(answer.header("Vary")).isEqualTo("Prefer");
  }

  @Test
  void aMessageIsFoundByItsIdAndByItsKey() {
    String key = fresh("key");
    Response published = publish("orders").key(key).group("g").send();
    String id = published.path("id");

    assertThat(Gateway.status(id).asString()).isEqualTo(published.asString());
    assertThat(Gateway.lookup("orders", key).asString()).isEqualTo(published.asString());
    assertThat(Gateway.lookup("orders", key).header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void aKeyIsLookedUpWithoutTheQuotesOfItsHeader() {
    String unique = fresh("k");
    String id = publish("events").key("\"a,b;" + unique + "\"").id(201);

    Gateway.lookup("events", "a,b;" + unique).then().statusCode(200).body("id", equalTo(id));
  }

  @Test
  void aStateThatTheCallerKnowsIsNotSentAgain() {
    String id = publish("events").key(fresh("key")).id(201);
    String tag = Gateway.status(id).header("ETag");

    for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
      Response answer =
          given()
              .filter(Contract.enforced())
              .header("If-None-Match", known)
              .get("/v1/messages/" + id);
      assertThat(answer.statusCode()).isEqualTo(304);
      assertThat(answer.header("ETag")).isEqualTo(tag);
      assertThat(answer.asByteArray()).isEmpty();
    }
    given()
        .filter(Contract.enforced())
        .header("If-None-Match", "\"other\"")
        .get("/v1/messages/" + id)
        .then()
        .statusCode(200)
        .header("ETag", tag);
  }

  @Test
  void aStateThatChangesChangesItsTag() {
    // Given a message that can't be published yet
    Faults.in(Faults.Service.SQS).action("SendMessageBatch").status(400, "ThrottlingException");
    String id = publish("orders").key(fresh("key")).group(fresh("g")).prefer("wait=0").id(202);
    Response waiting = Gateway.status(id);
    assertThat(waiting.<String>path("status")).isEqualTo("retrying");

    // When it is published
    Faults.clear();
    Response published = Gateway.statusAtLast(id);

    // Then its tag is another
    assertThat(published.<String>path("status")).isEqualTo("published");
    assertThat(published.header("ETag")).isNotEqualTo(waiting.header("ETag"));
  }

  @Test
  void whoAsksWhileAMessageWaitsIsToldWhy() {
    // Given a broker that is down
    Faults.in(Faults.Service.SQS).refuse();
    String id = publish("orders").key(fresh("key")).group(fresh("g")).prefer("wait=1").id(202);

    // Then its state says what went wrong, and for how long it is worth waiting
    Gateway.status(id).then().statusCode(200).body("status", equalTo("retrying"));
    given()
        .filter(Contract.enforced())
        .header("Prefer", "wait=1")
        .get("/v1/messages/" + id)
        .then()
        .statusCode(200)
        .header("Preference-Applied", "wait=1")
        .body("status", equalTo("retrying"))
        .body("lastError", equalTo("connection refused"));

    // And it is published once the broker is back
    Faults.clear();
    Gateway.statusAtLast(id).then().body("status", equalTo("published"));
  }
}
