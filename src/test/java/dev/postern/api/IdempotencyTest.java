package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.postern.replica.ShiftedScheduler;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Within its destination's retention, one key is one message. */
@QuarkusTest
class IdempotencyTest {
  @Inject ShiftedScheduler clock;

  @AfterEach
  void backToNow() {
    clock.shift(Duration.ZERO);
  }

  @Test
  void theSameCallAgainIsTheSameMessage() {
    // Given a message
    String key = fresh("key");
    Response first = publish("orders").key(key).group("g").body("once").send();
    String id = first.then().statusCode(201).extract().path("id");

    // When its call is repeated
    Response second = publish("orders").key(key).group("g").body("once").send();

    // Then the answer is the same, says that it is, and nothing was published again
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(second.asString()).isEqualTo(first.asString());
    Inbox.ofQueue("orders.fifo").only(id);
  }

  @ParameterizedTest
  @CsvSource({"orders, orders.fifo", "events, events"})
  void manyCallsAtOnceWithOneKeyAreOneMessage(String name, String queue) throws Exception {
    String key = fresh("key");
    ExecutorService callers = Executors.newFixedThreadPool(12);
    try {
      // When twelve callers publish the same at once
      List<Future<Response>> calls =
          IntStream.range(0, 12)
              .mapToObj(
                  i -> callers.submit(() -> publish(name).key(key).group("g").body("x").send()))
              .toList();

      // Then all have the one message's state, eleven of them as a replay
      int replays = 0;
      String id = null;
      for (Future<Response> call : calls) {
        Response answer = call.get();
        assertThat(answer.statusCode()).isEqualTo(201);
        replays += "true".equals(answer.header("Idempotent-Replayed")) ? 1 : 0;
        assertThat(id).isIn(null, answer.path("id"));
        id = answer.path("id");
      }
      assertThat(replays).isEqualTo(11);
      Inbox.ofQueue(queue).only(id);
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void aQuotedKeyAndABareOneAreTheSame() {
    String key = fresh("key");
    String id = publish("events").key(key).id(201);

    publish("events")
        .key("\"" + key + "\"")
        .answers(201)
        .header("Idempotent-Replayed", "true")
        .body("id", equalTo(id));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"n\":2} | application/json | g | a=1 | 0",
        "{\"n\":1} | text/plain       | g | a=1 | 0",
        "{\"n\":1} | application/json | h | a=1 | 0",
        "{\"n\":1} | application/json | g | a=2 | 0",
        "{\"n\":1} | application/json | g | b=1 | 0",
        "{\"n\":1} | application/json | g | a=1 | 5"
      })
  void aKeyWithOtherContentIsRefusedAndNothingDone(
      String body, String type, String group, String attributes, String delay) {
    // Given a message
    String key = fresh("key");
    String id = publish("events").key(key).group("g").attributes("a=1").id(201);
    Inbox events = Inbox.ofQueue("events");
    int before = events.size() + events.delayed();

    // When its key comes with other content
    Gateway.Publish other =
        publish("events")
            .key(key)
            .group(group)
            .attributes(attributes)
            .type(type)
            .body(body)
            .header("Message-Delay", delay);

    // Then it is refused with the owner's id, as often as it comes
    for (int i = 0; i < 2; i++) {
      other
          .answers(422)
          .body("type", equalTo("https://postern.dev/problems/idempotency-key-reused"))
          .body("field", equalTo("Idempotency-Key"))
          .body("messageId", equalTo(id));
    }
    assertThat(events.size() + events.delayed()).isEqualTo(before);
  }

  @Test
  void theGuaranteeAndTheTraceAreNoContent() {
    String key = fresh("key");
    String id = publish("orders").key(key).group("g").id(201);

    publish("orders")
        .key(key)
        .group("g")
        .guarantee("at-least-once")
        .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        .answers(201)
        .header("Idempotent-Replayed", "true")
        .body("id", equalTo(id))
        .body("guarantee", equalTo("exactly-once"));
  }

  @Test
  void aKeyBelongsToItsDestination() {
    String key = fresh("key");

    String one = publish("events").key(key).id(201);
    String other = publish("news").key(key).id(201);

    assertThat(other).isNotEqualTo(one);
    Gateway.lookup("events", key).then().statusCode(200).body("id", equalTo(one));
    Gateway.lookup("news", key).then().statusCode(200).body("id", equalTo(other));
    Gateway.lookup("audit", key).then().statusCode(404);
  }

  @Test
  void whereTheKeyIsOptionalACallWithoutIsAMessageOfItsOwn() {
    String one = publish("fresh-key").id(201);
    String other = publish("fresh-key").id(201);

    assertThat(other).isNotEqualTo(one);
    Inbox.ofQueue("fresh-key").only(one);
    Inbox.ofQueue("fresh-key").only(other);
  }

  @Test
  void whereTheKeyIsTheContentEqualMessagesAreOne() {
    String group = fresh("group");
    String one = publish("content-key").group(group).body("a").id(201);

    publish("content-key")
        .group(group)
        .body("a")
        .answers(201)
        .header("Idempotent-Replayed", "true")
        .body("id", equalTo(one));
    publish("content-key").group(group).body("b").answers(201).body("id", not(equalTo(one)));
    publish("content-key")
        .group(group)
        .body("a")
        .attributes("n=1")
        .answers(201)
        .body("id", not(equalTo(one)));
    assertThat(Inbox.ofQueue("content-key.fifo").bodiesOf(group)).containsExactly("a", "b", "a");
  }

  @Test
  void whereJsonIsComparedCanonicallyItsFormDoesNotMatter() {
    String key = fresh("key");
    String id = publish("canonical").key(key).body("{\"a\":1.0,\"b\":[]}").id(201);

    publish("canonical")
        .key(key)
        .body(" { \"b\" : [ ] ,\n \"a\" : 1 } ")
        .answers(201)
        .header("Idempotent-Replayed", "true")
        .body("id", equalTo(id));
    publish("canonical").key(key).body("{\"a\":2,\"b\":[]}").answers(422);
    assertThat(Inbox.ofQueue("canonical").only(id).body()).isEqualTo("{\"a\":1.0,\"b\":[]}");
  }

  @Test
  void whereBytesAreComparedTheFormOfJsonMatters() {
    String key = fresh("key");
    publish("events").key(key).body("{\"a\":1}").answers(201);

    publish("events").key(key).body("{\"a\": 1}").answers(422);
  }

  @Test
  void aKeyIsFreeOnceItsRetentionIsOver() {
    // Given a message
    String key = fresh("key");
    String old = publish("orders").key(key).group("g").body("old").id(201);
    Gateway.status(old).then().statusCode(200);

    // When its retention is nearly over, then it still has its key
    clock.shift(Duration.ofHours(24).minusMinutes(1));
    publish("orders")
        .key(key)
        .group("g")
        .body("old")
        .answers(201)
        .header("Idempotent-Replayed", "true");

    // When it is over, then it can't be looked up any more, deleted from the table or not
    clock.shift(Duration.ofHours(25));
    Gateway.status(old).then().statusCode(410);
    Gateway.payload(old).then().statusCode(410);
    Gateway.lookup("orders", key).then().statusCode(404);

    // And its key is another message's, with other content
    Response next = publish("orders").key(key).group("g").body("new").send();
    assertThat(next.statusCode()).isEqualTo(201);
    assertThat(next.header("Idempotent-Replayed")).isNull();
    String id = next.path("id");
    assertThat(id).isNotEqualTo(old);
    assertThat(Inbox.ofQueue("orders.fifo").only(id).body()).isEqualTo("new");
    Gateway.status(old).then().statusCode(410);
    Gateway.lookup("orders", key).then().statusCode(200).body("id", equalTo(id));
    publish("orders").key(key).group("g").body("old").answers(422).body("messageId", equalTo(id));
  }

  @Test
  void expiryIsAnnounced() {
    Response answer = publish("events").key(fresh("key")).send();

    assertThat(
            Duration.between(
                Instant.parse(answer.path("acceptedAt")), Instant.parse(answer.path("expiresAt"))))
        .isEqualTo(Duration.ofHours(24));
  }
}
