package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.postern.testing.Contract;
import dev.postern.testing.Faults;
import dev.postern.testing.Faults.Service;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS fails in every way it can; what was promised is kept, and all of it recovers by itself. */
@QuarkusTest
@Timeout(120)
class FailuresTest {
  private static final String SEND = "SendMessageBatch";
  private static final String ACCEPT = "BatchExecuteStatement";
  private static final String SETTLE = "UpdateItem";
  private static final String PROBLEMS = "https://postern.dev/problems/";

  private final Inbox orders = Inbox.ofQueue("orders.fifo");
  private final Inbox events = Inbox.ofQueue("events");

  @BeforeEach
  void begin() {
    Ready.await();
  }

  @AfterEach
  void clear() {
    Faults.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "events"})
  void whereTheStoreThrottlesTheMessageIsAcceptedLater(String name) {
    Faults.in(Service.DYNAMODB).action(ACCEPT).times(3).status(400, "ThrottlingException");

    Response answer = publish(name).key(fresh("key")).group(fresh("g")).prefer("wait=25").send();

    assertThat(Faults.hits()).isEqualTo(3);
    String id = published(answer);
    (name.equals("orders") ? orders : events).only(id);
  }

  @Test
  void whereTheStoresAnswerIsLostItsOwnWriteIsRecognised() {
    Faults.in(Service.DYNAMODB).action(ACCEPT).times(1).dropAfter();

    Response answer =
        publish("orders").key(fresh("key")).group(fresh("g")).prefer("wait=25").send();

    assertThat(answer.header("Idempotent-Replayed")).isNull();
    assertThat(Faults.hits()).isEqualTo(1);
    orders.only(published(answer));
  }

  @Test
  void whereTheStoreIsDownNothingIsPromisedAndAtMostOnceGoesOn() {
    // Given a store that refuses connections
    String key = fresh("key");
    String group = fresh("group");
    Faults.in(Service.DYNAMODB).refuse();

    // Then at-most-once needs none
    publish("orders").group(group).guarantee("at-most-once").body("0").answers(201);

    // And a message that has to be kept is certainly not accepted, and its caller told so
    publish("orders")
        .key(key)
        .group(group)
        .body("1")
        .prefer("wait=0")
        .answers(503)
        .header("Retry-After", "1")
        .body("type", equalTo(PROBLEMS + "store-unavailable"))
        .body("detail", startsWith("Nothing was accepted: send it again later."))
        .body("retryAfterSeconds", equalTo(1));

    // And neither is a look-up
    Gateway.lookup("orders", key)
        .then()
        .statusCode(503)
        .header("Retry-After", "1")
        .body("type", equalTo(PROBLEMS + "store-unavailable"));

    // When the store is back, the same key gets through, and the message is there once
    Faults.clear();
    String id = published(publish("orders").key(key).group(group).body("1").send());
    orders.only(id);
    assertThat(orders.bodiesOf(group)).containsExactly("0", "1");
  }

  @Test
  void whereTheStoreKeepsItsAnswersBackTheSameKeyFindsTheMessage() {
    // Given a store that takes everything and answers nothing
    String key = fresh("key");
    Faults.in(Service.DYNAMODB).action(ACCEPT).dropAfter();

    // When a message is published
    publish("orders")
        .key(key)
        .group("g")
        .prefer("wait=0")
        .answers(503)
        .body("type", equalTo(PROBLEMS + "store-unavailable"))
        .body("detail", startsWith("The message may have been accepted"));
    Faults.clear();

    // Then the same key finds it, and it is published once
    Response again = publish("orders").key(key).group("g").prefer("wait=25").send();
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    orders.only(published(again));
  }

  @Test
  void whereASettleIsLostItIsWrittenAgain() {
    Faults.in(Service.DYNAMODB).action(SETTLE).times(2).dropAfter();

    String id = publish("events").key(fresh("key")).prefer("wait=25").id(201);

    assertThat(Faults.hits()).isEqualTo(2);
    events.only(id);
    Gateway.status(id).then().body("status", equalTo("published"));
  }

  @Test
  void whereTheOutcomeCantBeWrittenItIsNotAnsweredBeforeItIs() {
    // Given a store that takes messages but no outcomes
    String key = fresh("key");
    Faults.in(Service.DYNAMODB).action(SETTLE).status(500, "InternalServerError");

    // When a message is published
    publish("events")
        .key(key)
        .guarantee("at-least-once")
        .prefer("wait=1")
        .answers(202)
        .body("status", equalTo("accepted"));

    // Then its outcome is there once it can be written
    Faults.clear();
    String id = published(publish("events").key(key).prefer("wait=25").send());
    assertThat(events.withId(id)).isNotEmpty();
  }

  @Test
  void whereTheBrokerIsDownMessagesWaitInLineAndArriveInOrder() {
    // Given a broker that refuses connections
    String group = fresh("group");
    Faults.in(Service.SQS).refuse();

    // When a group's messages are published one after the other
    String first =
        publish("orders").key(fresh("key")).group(group).body("1").prefer("wait=1").id(202);
    String second =
        publish("orders").key(fresh("key")).group(group).body("2").prefer("wait=1").id(202);
    Gateway.status(first).then().body("status", equalTo("retrying"));

    // And the broker comes back
    Faults.clear();
    String third =
        publish("orders").key(fresh("key")).group(group).body("3").prefer("wait=0").id(202);

    // Then all are published by themselves, in order, once each
    for (String id : new String[] {first, second, third}) {
      Gateway.statusAtLast(id)
          .then()
          .body("status", equalTo("published"))
          .body("possibleDuplicate", equalTo(false));
    }
    published(publish("orders").key(fresh("key")).group(group).body("4").send());
    assertThat(orders.bodiesOf(group)).containsExactly("1", "2", "3", "4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "events"})
  void whereTheBrokerThrottlesTheMessageIsTriedAgainWithinTheWait(String name) {
    Faults.in(Service.SQS).action(SEND).times(2).status(400, "RequestThrottled");

    String id =
        publish(name)
            .key(fresh("key"))
            .group(fresh("g"))
            .prefer("wait=25")
            .answers(201)
            .body("attempts", equalTo(3))
            .body("possibleDuplicate", equalTo(false))
            .extract()
            .path("id");

    (name.equals("orders") ? orders : events).only(id);
  }

  @Test
  void whereTheBrokersAnswerIsLostFifoHasTheMessageOnce() {
    Faults.in(Service.SQS).action(SEND).times(1).dropAfter();

    String id =
        publish("orders")
            .key(fresh("key"))
            .group(fresh("g"))
            .prefer("wait=25")
            .answers(201)
            .body("attempts", equalTo(2))
            .body("possibleDuplicate", equalTo(false))
            .extract()
            .path("id");

    orders.only(id);
  }

  @Test
  void whereTheBrokersAnswerIsLostAStandardQueueMayHaveTheMessageTwiceAndTheStateSaysSo() {
    Faults.in(Service.SQS).action(SEND).times(1).dropAfter();

    String id =
        publish("events")
            .key(fresh("key"))
            .prefer("wait=25")
            .answers(201)
            .body("possibleDuplicate", equalTo(true))
            .extract()
            .path("id");

    assertThat(events.withId(id)).hasSize(2);
    Gateway.status(id).then().body("possibleDuplicate", equalTo(true));
  }

  @Test
  void whatTheBrokerRefusesForGoodDiesAndBlocksItsGroup() {
    // Given a broker that refuses a message for good
    String key = fresh("key");
    String group = fresh("group");
    Faults.in(Service.SQS).action(SEND).status(400, "InvalidMessageContents");

    // When it is published
    String id = publish("orders").key(key).group(group).prefer("wait=25").id(202);

    // Then it dies
    Gateway.statusAtLast(id)
        .then()
        .statusCode(200)
        .body("status", equalTo("dead"))
        .body("reason", equalTo("refused"))
        .body("lastError", containsString("InvalidMessageContents"));
    Faults.clear();

    // And whoever comes with its key is told so
    publish("orders")
        .key(key)
        .group(group)
        .answers(409)
        .header("Idempotent-Replayed", "true")
        .header("Location", "/v1/messages/" + id)
        .body("type", equalTo(PROBLEMS + "message-dead"))
        .body("messageId", equalTo(id))
        .body("reason", equalTo("refused"));

    // And its group waits
    String next = publish("orders").key(fresh("key")).group(group).body("next").id(202);
    Response waiting =
        given().filter(Contract.enforced()).header("Prefer", "wait=2").get("/v1/messages/" + next);
    assertThat(waiting.<String>path("status")).isEqualTo("retrying");
    assertThat(orders.bodiesOf(group)).isEmpty();

    // While other groups go on
    published(publish("orders").key(fresh("key")).group(fresh("g")).send());
  }

  @Test
  void whatIsRefusedOnAStandardQueueDiesAloneAndTheRestGoesOn() {
    String key = fresh("key");
    Faults.in(Service.SQS).action(SEND).status(400, "InvalidMessageContents");
    String id = publish("events").key(key).prefer("wait=25").id(202);
    Gateway.statusAtLast(id)
        .then()
        .body("status", equalTo("dead"))
        .body("reason", equalTo("refused"));
    Faults.clear();

    publish("events").key(key).answers(409).body("reason", equalTo("refused"));
    published(publish("events").key(fresh("key")).send());
    assertThat(events.withId(id)).isEmpty();
  }

  @Test
  void whatGrowsTooOldDiesAndItsGroupGoesOnWhereThatIsConfigured() {
    // Given a destination whose messages live for three seconds, and a broker that is down
    String key = fresh("key");
    String group = fresh("group");
    Faults.in(Service.SQS).action(SEND).status(400, "RequestThrottled");

    // When a message is published
    String id = publish("impatient").key(key).group(group).body("1").prefer("wait=1").id(202);

    // Then it dies of age
    Gateway.statusAtLast(id)
        .then()
        .body("status", equalTo("dead"))
        .body("reason", equalTo("age-exhausted"));
    publish("impatient").key(key).group(group).body("1").answers(409);

    // And the next of its group is published
    Faults.clear();
    String next = published(publish("impatient").key(fresh("key")).group(group).body("2").send());
    Inbox.ofQueue("impatient.fifo").only(next);
    assertThat(Inbox.ofQueue("impatient.fifo").bodiesOf(group)).containsExactly("2");
  }

  @Test
  void oneServiceDownLeavesTheDestinationsOfTheOtherAlone() {
    Faults.in(Service.SNS).refuse();
    Faults.forgetCalls();

    String waiting = publish("audit").key(fresh("key")).group(fresh("g")).prefer("wait=1").id(202);
    published(publish("orders").key(fresh("key")).group(fresh("g")).send());

    Faults.clear();
    Gateway.statusAtLast(waiting).then().body("status", equalTo("published"));
  }

  /** The id of a message that was accepted, once it is published. */
  private static String published(Response answer) {
    assertThat(answer.statusCode()).isIn(201, 202);
    String id = answer.path("id");
    Gateway.statusAtLast(id).then().statusCode(200).body("status", equalTo("published"));
    return id;
  }
}
