package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.postern.testing.Consumer;
import dev.postern.testing.EmbeddedAws;
import dev.postern.testing.Gateway;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Messages are handed over in the order that a subscription asks for, however they arrive. */
@QuarkusTest
@TestProfile(OrderTest.Ordered.class)
class OrderTest {
  /** A queue, a subscription and a destination for each kind of order. */
  public static class Ordered implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> config = new HashMap<>();
      for (String delivery : List.of("at-most-once", "at-least-once", "exactly-once")) {
        order(config, "numbers-" + delivery, "", "sequence", Map.of("delivery", delivery));
      }
      order(config, "early", "", "sequence", Map.of());
      order(config, "doubled", "", "sequence", Map.of());
      order(config, "lacking", "", "sequence", Map.of("gap-timeout", "1s", "on-dead", "skip"));
      order(config, "skipping", "", "sequence", Map.of("gap-timeout", "1s", "on-gap", "skip"));
      order(config, "marked", "", "sequence", Map.of());
      order(config, "unnumbered", "", "sequence", Map.of());
      order(config, "blocking", "", "sequence", Map.of("max-deliveries", "1"));
      order(config, "failing", "", "sequence", Map.of());
      order(config, "causes", "", "causal", Map.of());
      order(config, "causes-lacking", "", "causal", Map.of("gap-timeout", "1s"));
      order(config, "total", ".fifo", "total", Map.of());
      return config;
    }

    private static void order(
        Map<String, String> config,
        String name,
        String suffix,
        String ordering,
        Map<String, String> more) {
      String queue = "order-" + name + "-" + UUID.randomUUID() + suffix;
      config.put("postern.destinations.to-" + name + ".sqs-queue", queue);
      if (!ordering.equals("total")) {
        String numbering = ordering.equals("causal") ? "causal" : "sequenced";
        config.put("postern.destinations.to-" + name + "." + numbering, "true");
      }
      config.put("postern.subscriptions." + name + ".sqs-queue", queue);
      config.put("postern.subscriptions." + name + ".ordering", ordering);
      more.forEach(
          (property, value) -> config.put("postern.subscriptions." + name + "." + property, value));
    }
  }

  private static final SqsAsyncClient SQS = EmbeddedAws.sqs();

  private static String publish(String subscription, String group, String body) {
    return Gateway.publish("to-" + subscription)
        .key(Gateway.fresh("key"))
        .group(group)
        .body(body)
        .id(201);
  }

  /** Puts a message on the queue as some other program does. */
  private static void send(String subscription, String body, Map<String, String> attributes) {
    String prefix = "order-" + subscription + "-";
    String url =
        SQS.listQueues(list -> list.queueNamePrefix(prefix)).join().queueUrls().stream()
            .filter(each -> each.substring(each.indexOf(prefix)).length() == prefix.length() + 36)
            .findFirst()
            .orElseThrow();
    Map<String, MessageAttributeValue> carried = new HashMap<>();
    attributes.forEach(
        (name, value) ->
            carried.put(
                name,
                MessageAttributeValue.builder()
                    .dataType(name.equals("sequence") ? "Number" : "String")
                    .stringValue(value)
                    .build()));
    SQS.sendMessage(message -> message.queueUrl(url).messageBody(body).messageAttributes(carried))
        .join();
  }

  private static void sendNumbered(String subscription, long number) {
    send(subscription, "\"" + number + "\"", Map.of("sequence", Long.toString(number)));
  }

  private static void sendCausal(String subscription, String producer, String clock) {
    send(
        subscription,
        "\"" + producer + "\"",
        Map.of("causal-clock", "{\"producer\":\"" + producer + "\",\"clock\":{" + clock + "}}"));
  }

  private static Object taken(Consumer consumer) {
    Map<String, Object> message = consumer.one();
    if (message.containsKey("ackToken")) {
      consumer.acknowledge(message).then().log().ifValidationFails().statusCode(200);
    }
    return message.get("payload");
  }

  private static void handsOverNothing(Consumer consumer) {
    assertThat(consumer.receive(10, 2)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"at-most-once", "at-least-once", "exactly-once"})
  void aStandardQueuesMessagesComeByNumberInEachGroup(String delivery) {
    String subscription = "numbers-" + delivery;
    for (int i = 1; i <= 8; i++) {
      publish(subscription, "a", "\"a" + i + "\"");
      publish(subscription, "b", "\"b" + i + "\"");
    }
    Consumer consumer = new Consumer(subscription);
    Map<Object, List<Object>> byGroup = new HashMap<>();
    for (int received = 0; received < 16; ) {
      for (Map<String, Object> message : consumer.receive(10)) {
        received++;
        byGroup
            .computeIfAbsent(message.get("groupId"), any -> new ArrayList<>())
            .add(message.get("payload"));
        if (message.containsKey("ackToken")) {
          consumer.acknowledge(message).then().log().ifValidationFails().statusCode(200);
        }
      }
    }
    for (String group : List.of("a", "b")) {
      assertThat(byGroup.get(group))
          .isEqualTo(IntStream.rangeClosed(1, 8).mapToObj(i -> "\"" + group + i + "\"").toList());
    }
    handsOverNothing(consumer);
  }

  @Test
  void whatIsEarlyWaitsForWhatComesBeforeIt() {
    Consumer consumer = new Consumer("early");
    sendNumbered("early", 3);
    sendNumbered("early", 2);
    handsOverNothing(consumer);
    sendNumbered("early", 1);

    assertThat(List.of(taken(consumer), taken(consumer), taken(consumer)))
        .isEqualTo(List.of("\"1\"", "\"2\"", "\"3\""));
  }

  @Test
  void anotherMessageOfAGroupComesOnlyOnceTheOneBeforeItIsDoneWith() {
    Consumer consumer = new Consumer("failing");
    sendNumbered("failing", 1);
    sendNumbered("failing", 2);
    Map<String, Object> first = consumer.one();
    handsOverNothing(consumer);
    consumer.tell("release", first, "").then().statusCode(200);
    Map<String, Object> again = consumer.one();

    assertThat(again).containsEntry("id", first.get("id")).containsEntry("deliveryAttempt", 2);
    consumer.acknowledge(again).then().statusCode(200);
    assertThat(taken(consumer)).isEqualTo("\"2\"");
  }

  @Test
  void aNumberThatComesTwiceIsHandedOverOnce() {
    Consumer consumer = new Consumer("doubled");
    sendNumbered("doubled", 1);
    assertThat(taken(consumer)).isEqualTo("\"1\"");
    sendNumbered("doubled", 1);
    sendNumbered("doubled", 2);

    assertThat(taken(consumer)).isEqualTo("\"2\"");
    handsOverNothing(consumer);
  }

  @Test
  void aGapIsListedAndSkippedByHand() throws InterruptedException {
    Consumer consumer = new Consumer("lacking");
    sendNumbered("lacking", 1);
    assertThat(taken(consumer)).isEqualTo("\"1\"");
    sendNumbered("lacking", 4);
    handsOverNothing(consumer);
    consumer
        .get("/gaps")
        .then()
        .statusCode(200)
        .body("gaps", hasSize(1))
        .body("gaps[0].expected", equalTo(2))
        .body("gaps[0].upTo", equalTo(4))
        .body("gaps[0].missing", equalTo(2));
    consumer
        .post("gaps/skip", "{\"upTo\":5}")
        .then()
        .statusCode(404)
        .body("type", equalTo("https://postern.dev/problems/gap-unknown"));

    consumer.post("gaps/skip", "{\"upTo\":4}").then().statusCode(204);

    assertThat(taken(consumer)).isEqualTo("\"4\"");
    consumer.get("/gaps").then().statusCode(200).body("gaps", hasSize(0));

    // What comes too late is not lost, and nobody is handed it unasked.
    sendNumbered("lacking", 3);
    handsOverNothing(consumer);
    String id =
        consumer
            .get("/dead-letters?reason=out-of-order")
            .then()
            .statusCode(200)
            .body("deadLetters", hasSize(1))
            .body("deadLetters[0].sequence", equalTo(3))
            .body(
                "deadLetters[0].lastError",
                equalTo("number 3 was passed by before this message came"))
            .extract()
            .path("deadLetters[0].id");
    consumer.redrive(id).then().statusCode(202);
    assertThat(taken(consumer)).isEqualTo("\"3\"");
    sendNumbered("lacking", 5);
    assertThat(taken(consumer)).isEqualTo("\"5\"");
  }

  @Test
  void aGapIsSkippedAfterItsTimeoutWhereThatIsConfigured() {
    Consumer consumer = new Consumer("skipping");
    sendNumbered("skipping", 3);

    assertThat(taken(consumer)).isEqualTo("\"3\"");
  }

  @Test
  void aMarkPassesItsNumberBy() {
    Consumer consumer = new Consumer("marked");
    sendNumbered("marked", 1);
    sendNumbered("marked", 3);
    send("marked", "{}", Map.of("sequence", "2", "postern-gap", "true", "postern-id", "m2"));

    assertThat(List.of(taken(consumer), taken(consumer))).isEqualTo(List.of("\"1\"", "\"3\""));
  }

  @Test
  void whatHasNoNumberIsADeadLetterAndHoldsNothingBack() {
    Consumer consumer = new Consumer("unnumbered");
    send("unnumbered", "\"none\"", Map.of("kind", "other"));
    sendNumbered("unnumbered", 1);

    assertThat(taken(consumer)).isEqualTo("\"1\"");
    handsOverNothing(consumer);
    consumer
        .get("/dead-letters")
        .then()
        .statusCode(200)
        .body("deadLetters", hasSize(1))
        .body("deadLetters[0].reason", equalTo("out-of-order"))
        .body("deadLetters[0].blocksGroup", equalTo(false))
        .body(
            "deadLetters[0].lastError",
            equalTo("attribute sequence must be a number from 1 to 9007199254740991"));
  }

  @Test
  void aDeadMessageHoldsItsGroupUntilAPersonDecides() {
    Consumer consumer = new Consumer("blocking");
    sendNumbered("blocking", 1);
    sendNumbered("blocking", 2);
    Map<String, Object> first = consumer.one();
    consumer.tell("reject", first, ",\"reason\":\"no such account\"").then().statusCode(200);
    handsOverNothing(consumer);
    consumer
        .get("/dead-letters/" + first.get("id"))
        .then()
        .statusCode(200)
        .body("blocksGroup", equalTo(true));

    consumer.delete("/dead-letters/" + first.get("id")).then().statusCode(204);

    assertThat(taken(consumer)).isEqualTo("\"2\"");
  }

  @Test
  void aMessageComesAfterWhatItsProducerHadSeen() {
    Consumer consumer = new Consumer("causes");
    sendCausal("causes", "bob", "\"ann\":1,\"bob\":1");
    handsOverNothing(consumer);
    sendCausal("causes", "ann", "\"ann\":1");

    assertThat(List.of(taken(consumer), taken(consumer))).isEqualTo(List.of("\"ann\"", "\"bob\""));
  }

  @Test
  void aCauseThatDoesNotComeIsListedAsItsProducersGap() {
    Consumer consumer = new Consumer("causes-lacking");
    sendCausal("causes-lacking", "bob", "\"ann\":2,\"bob\":1");
    handsOverNothing(consumer);
    consumer
        .get("/gaps")
        .then()
        .statusCode(200)
        .body("gaps", hasSize(1))
        .body("gaps[0].producer", equalTo("ann"))
        .body("gaps[0].expected", equalTo(1))
        .body("gaps[0].upTo", equalTo(3));

    consumer.post("gaps/skip", "{\"producer\":\"ann\",\"upTo\":3}").then().statusCode(204);

    assertThat(taken(consumer)).isEqualTo("\"bob\"");
  }

  @Test
  void aSkipNamesWhoseGapItIs() {
    new Consumer("causes-lacking")
        .post("gaps/skip", "{\"upTo\":3}")
        .then()
        .statusCode(400)
        .body("field", equalTo("producer"));
    new Consumer("lacking")
        .post("gaps/skip", "{\"producer\":\"ann\",\"upTo\":3}")
        .then()
        .statusCode(400)
        .body("field", equalTo("producer"));
    new Consumer("lacking")
        .postWrongly("gaps/skip", "{\"groupId\":\"a\",\"upTo\":1}")
        .then()
        .statusCode(400)
        .body("field", equalTo("upTo"));
    new Consumer("lacking")
        .postWrongly("gaps/skip", "{\"groupId\":\"\",\"upTo\":3}")
        .then()
        .statusCode(400)
        .body("field", equalTo("groupId"));
  }

  @Test
  void oneMessageIsOutAtATimeWhateverItsGroup() {
    Consumer consumer = new Consumer("total");
    for (int i = 1; i <= 4; i++) {
      publish("total", "group-" + i, "\"" + i + "\"");
    }
    List<Object> bodies = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      List<Map<String, Object>> messages = consumer.receive(10);
      assertThat(messages).hasSize(1);
      handsOverNothing(consumer);
      bodies.add(messages.get(0).get("payload"));
      consumer.acknowledge(messages.get(0)).then().statusCode(200);
    }
    assertThat(bodies).containsExactlyInAnyOrder("\"1\"", "\"2\"", "\"3\"", "\"4\"");
  }

  @Test
  void theSubscriptionSaysHowItsMessagesWait() {
    new Consumer("skipping")
        .get("")
        .then()
        .statusCode(200)
        .body("ordering", equalTo("sequence"))
        .body("bufferLimit", equalTo(1000))
        .body("gapTimeout", equalTo("PT1S"))
        .body("onGap", equalTo("skip"));
  }
}
