package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.postern.testing.Consumer;
import dev.postern.testing.EmbeddedAws;
import dev.postern.testing.Faults;
import dev.postern.testing.Gateway;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Messages are handed to who asks for them, and what became of each counts. */
@QuarkusTest
@TestProfile(ConsumeTest.Subscribed.class)
class ConsumeTest {
  /** A queue and a subscription for each delivery mode, and a destination that fills it. */
  public static class Subscribed implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> config = new HashMap<>();
      for (String delivery : List.of("at-most-once", "at-least-once", "exactly-once")) {
        subscribe(config, delivery, "", delivery, Map.of());
        subscribe(config, delivery + "-fifo", ".fifo", delivery, Map.of());
      }
      subscribe(config, "frail", ".fifo", "exactly-once", Map.of("max-deliveries", "2"));
      subscribe(
          config,
          "frail-skipping",
          ".fifo",
          "at-least-once",
          Map.of("max-deliveries", "2", "on-dead", "skip"));
      subscribe(config, "short", "", "exactly-once", Map.of("ack-deadline", "5s"));
      subscribe(config, "crowd", ".fifo", "at-least-once", Map.of());
      return config;
    }

    private static void subscribe(
        Map<String, String> config,
        String name,
        String suffix,
        String delivery,
        Map<String, String> more) {
      String queue = "consume-" + name + "-" + UUID.randomUUID() + suffix;
      config.put("postern.destinations.to-" + name + ".sqs-queue", queue);
      config.put("postern.subscriptions." + name + ".sqs-queue", queue);
      config.put("postern.subscriptions." + name + ".delivery", delivery);
      more.forEach(
          (property, value) -> config.put("postern.subscriptions." + name + "." + property, value));
    }
  }

  private static final SqsAsyncClient SQS = EmbeddedAws.sqs();

  @AfterEach
  void clearFaults() {
    Faults.clear();
  }

  private static String publish(String subscription, String group, String body) {
    return Gateway.publish("to-" + subscription)
        .key(Gateway.fresh("key"))
        .group(group)
        .body(body)
        .id(201);
  }

  // --- what is handed over ---

  @Test
  void aMessageComesAsItWasPublished() {
    Consumer consumer = new Consumer("exactly-once-fifo");
    String id =
        Gateway.publish("to-exactly-once-fifo")
            .key(Gateway.fresh("key"))
            .group("g-1")
            .attributes("tier=3, region=\"eu\", digest=:aGk=:")
            .body("{\"order\": 42.10}")
            .id(201);

    Map<String, Object> message = consumer.one();

    assertThat(message)
        .containsEntry("id", id)
        .containsEntry("groupId", "g-1")
        .containsEntry("deliveryAttempt", 1)
        .containsEntry("contentType", "application/json")
        .containsEntry("payload", "{\"order\": 42.10}");
    assertThat(message.get("attributes"))
        .isEqualTo(
            Map.of("tier", 3, "region", "eu", "digest", Map.of("type", "Binary", "value", "aGk=")));
    consumer.acknowledge(message).then().statusCode(200);
  }

  @Test
  void bytesThatAreNoTextComeInBase64() {
    Consumer consumer = new Consumer("at-least-once");
    Gateway.publish("to-at-least-once")
        .key(Gateway.fresh("key"))
        .type("application/octet-stream")
        .body(new byte[] {0, (byte) 0xff, 7})
        .answers(201);

    Map<String, Object> message = consumer.one();

    assertThat(message)
        .containsEntry("contentType", "application/octet-stream")
        .containsEntry("payloadBase64", "AP8H")
        .doesNotContainKey("payload");
    consumer.acknowledge(message).then().statusCode(200);
  }

  @Test
  void aForeignMessageIsKnownByItsIdAtTheQueue() {
    Consumer consumer = new Consumer("at-least-once");
    String url = url("to-at-least-once");
    String id =
        SQS.sendMessage(
                send ->
                    send.queueUrl(url)
                        .messageBody("plain")
                        .messageAttributes(
                            Map.of(
                                "content-type",
                                MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue("text/plain")
                                    .build())))
            .join()
            .messageId();

    Map<String, Object> message = consumer.one();

    assertThat(message)
        .containsEntry("id", id)
        .containsEntry("contentType", "text/plain")
        .containsEntry("payload", "plain")
        .doesNotContainKey("attributes");
    consumer.acknowledge(message).then().statusCode(200);
  }

  @Test
  void anEmptyQueueIsAnsweredByNoMessages() {
    assertThat(new Consumer("short").receive(10, 0)).isEmpty();
    assertThat(new Consumer("short").receive(10, 1)).isEmpty();
  }

  @Test
  void aCallThatWaitsIsAnsweredAsSoonAsAMessageComes() {
    Consumer consumer = new Consumer("short");
    CompletableFuture<List<Map<String, Object>>> waiting =
        CompletableFuture.supplyAsync(() -> consumer.receive(5, 20));
    String id = publish("short", "any", "{}");

    List<Map<String, Object>> messages = waiting.join();

    assertThat(messages).extracting(message -> message.get("id")).containsExactly(id);
    consumer.acknowledge(messages.get(0)).then().statusCode(200);
  }

  // --- delivery modes ---

  @ParameterizedTest
  @ValueSource(strings = {"at-most-once", "at-most-once-fifo"})
  void atMostOnceDeletesAMessageBeforeItIsHandedOver(String name) {
    Consumer consumer = new Consumer(name);
    publish(name, "g", "{}");

    Map<String, Object> message = consumer.one();

    assertThat(message).doesNotContainKeys("ackToken", "ackDeadline");
    assertThat(left(name)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"at-least-once", "at-least-once-fifo", "exactly-once", "exactly-once-fifo"})
  void aMessageThatIsGivenBackIsHandedOverAgainUntilItIsAcknowledged(String name) {
    Consumer consumer = new Consumer(name);
    String id = publish(name, "g", "{}");

    Map<String, Object> first = consumer.one();
    consumer.tell("release", first, "").then().statusCode(200).body("failed", equalTo(0));
    Map<String, Object> second = consumer.one();

    assertThat(List.of(first, second)).extracting(each -> each.get("id")).containsOnly(id);
    assertThat(second).containsEntry("deliveryAttempt", 2);
    consumer.acknowledge(second).then().statusCode(200).body("results[0].status", equalTo(200));
    assertThat(left(name)).isZero();
  }

  @Test
  void exactlyOnceKeepsOneResultAndDropsWhatComesAfterIt() {
    Consumer consumer = new Consumer("exactly-once");
    String id = publish("exactly-once", "g", "{}");
    Map<String, Object> message = consumer.one();
    consumer
        .get("/deliveries/" + id)
        .then()
        .statusCode(200)
        .body("status", equalTo("processing"))
        .body("attempts", equalTo(1));

    consumer.acknowledge(message, "{\"paid\":1.10,\"by\":null}").then().statusCode(200);

    Response delivery = consumer.get("/deliveries/" + id);
    delivery.then().statusCode(200).body("status", equalTo("completed"));
    assertThat(delivery.asString()).contains("\"result\":{\"paid\":1.10,\"by\":null}");

    // And a copy of it that its producer sent again is dropped
    sendCopy("to-exactly-once", id);
    assertThat(consumer.receive(1, 2)).isEmpty();
    assertThat(left("exactly-once")).isZero();
    consumer
        .get("/deliveries/" + id)
        .then()
        .body("result.by", nullValue())
        .body("attempts", equalTo(1));
  }

  @Test
  void atLeastOnceOnAStandardQueueDropsACopyOnceOneWasAcknowledged() {
    Consumer consumer = new Consumer("at-least-once");
    String id = publish("at-least-once", "g", "{}");
    consumer.acknowledge(consumer.one()).then().statusCode(200);

    sendCopy("to-at-least-once", id);

    assertThat(consumer.receive(1, 2)).isEmpty();
    assertThat(left("at-least-once")).isZero();
  }

  @Test
  void aConsumerThatWasTooSlowCannotTellTheOutcomeAnyMore() {
    Consumer consumer = new Consumer("short");
    String id = publish("short", "any", "{}");
    Map<String, Object> slow = consumer.one();

    // Its time is over: the message is handed over again
    Map<String, Object> again = one(consumer, 40);
    assertThat(again).containsEntry("id", id).containsEntry("deliveryAttempt", 2);

    consumer
        .acknowledge(slow, "{\"when\":\"late\"}")
        .then()
        .statusCode(422)
        .body("results[0].problem.type", containsString("ack-token-expired"));
    consumer.acknowledge(again, "{\"when\":\"in time\"}").then().statusCode(200);
    consumer.get("/deliveries/" + id).then().body("result.when", equalTo("in time"));
  }

  @Test
  void anExtendedMessageIsTheConsumersForLonger() {
    Consumer consumer = new Consumer("short");
    String id = publish("short", "any", "{}");
    Map<String, Object> message = consumer.one();

    Response extended = consumer.tell("extend", message, ",\"seconds\":600");

    extended.then().statusCode(200);
    String later = extended.path("results[0].ackDeadline");
    assertThat(later).isGreaterThan((String) message.get("ackDeadline"));
    Map<String, Object> longer = Map.of("ackToken", extended.path("results[0].ackToken"));

    // And only the new token counts
    consumer
        .acknowledge(message)
        .then()
        .statusCode(422)
        .body("results[0].problem.type", containsString("ack-token-superseded"));
    consumer.acknowledge(longer).then().statusCode(200);
    consumer.get("/deliveries/" + id).then().body("status", equalTo("completed"));
  }

  // --- tokens ---

  @Test
  void anUnknownForeignChangedOrUsedTokenIsToldApartFromOneThatCounts() {
    Consumer consumer = new Consumer("at-least-once-fifo");
    publish("at-least-once-fifo", "tokens", "{}");
    publish("exactly-once-fifo", "tokens", "{}");
    Consumer other = new Consumer("exactly-once-fifo");
    Map<String, Object> foreign = other.one();
    Map<String, Object> message = consumer.one();
    String token = (String) message.get("ackToken");
    String changed = (token.charAt(30) == 'A' ? "B" : "A");
    String damaged = token.substring(0, 30) + changed + token.substring(31);

    Response answer =
        consumer.post(
            "acknowledge",
            "{\"messages\":["
                + String.join(
                    ",", List.of(named("nonsense"), named(damaged), named(foreign), named(token)))
                + "]}");

    answer
        .then()
        .statusCode(207)
        .body("failed", equalTo(3))
        .body("results[0].problem.type", containsString("ack-token-invalid"))
        .body("results[1].problem.type", containsString("ack-token-invalid"))
        .body("results[2].problem.type", containsString("ack-token-invalid"))
        .body("results[3].status", equalTo(200));
    consumer
        .acknowledge(message)
        .then()
        .statusCode(422)
        .body("results[0].problem.type", containsString("ack-token-used"));
    other.acknowledge(foreign).then().statusCode(200);
  }

  private static String named(Map<String, Object> message) {
    return named((String) message.get("ackToken"));
  }

  private static String named(String token) {
    return "{\"ackToken\":\"" + token + "\"}";
  }

  // --- order ---

  @Test
  void oneMessageOfAGroupIsOutAtATimeAndOtherGroupsGoOn() {
    Consumer consumer = new Consumer("at-least-once-fifo");
    String first = publish("at-least-once-fifo", "a", "{\"n\":1}");
    String second = publish("at-least-once-fifo", "a", "{\"n\":2}");
    String other = publish("at-least-once-fifo", "b", "{\"n\":3}");

    Map<String, Map<String, Object>> out = new HashMap<>();
    while (out.size() < 2) {
      consumer.receive(10).forEach(each -> out.put((String) each.get("id"), each));
    }
    assertThat(out).containsOnlyKeys(first, other);
    assertThat(consumer.receive(10, 0)).isEmpty();

    // A failure holds back its own group: the same message comes again before the next
    consumer.acknowledge(out.get(other)).then().statusCode(200);
    consumer.tell("release", out.get(first), "").then().statusCode(200);
    Map<String, Object> again = consumer.one();
    assertThat(again).containsEntry("id", first);
    consumer.acknowledge(again).then().statusCode(200);
    Map<String, Object> next = consumer.one();
    assertThat(next).containsEntry("id", second);
    consumer.acknowledge(next).then().statusCode(200);
  }

  @Test
  void aCrowdOfConsumersGetsEachMessageOnceAndInOrder() {
    int groups = 8;
    int each = 10;
    for (int n = 0; n < each; n++) {
      for (int group = 0; group < groups; group++) {
        publish("crowd", "g" + group, "{\"n\":" + n + "}");
      }
    }
    Consumer consumer = new Consumer("crowd");
    Map<String, List<String>> got = new HashMap<>();
    Set<String> ids = new HashSet<>();
    ExecutorService callers = Executors.newFixedThreadPool(16);
    try {
      CompletableFuture<?>[] all =
          IntStream.range(0, 16)
              .mapToObj(
                  any ->
                      CompletableFuture.runAsync(
                          () -> consumeAll(consumer, groups * each, got, ids), callers))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(all).join();
    } finally {
      callers.shutdown();
    }
    assertThat(ids).hasSize(groups * each);
    List<String> inOrder = IntStream.range(0, each).mapToObj(n -> "{\"n\":" + n + "}").toList();
    assertThat(got).hasSize(groups);
    assertThat(got.values()).allMatch(inOrder::equals);
  }

  private static void consumeAll(
      Consumer consumer, int most, Map<String, List<String>> got, Set<String> ids) {
    while (true) {
      List<Map<String, Object>> messages = consumer.receive(2, 1);
      synchronized (ids) {
        for (Map<String, Object> message : messages) {
          assertThat(ids.add((String) message.get("id"))).as("handed over once").isTrue();
          got.computeIfAbsent((String) message.get("groupId"), any -> new ArrayList<>())
              .add((String) message.get("payload"));
        }
      }
      messages.forEach(message -> consumer.acknowledge(message).then().statusCode(200));
      synchronized (ids) {
        if (ids.size() >= most) {
          return;
        }
      }
    }
  }

  // --- dead letters ---

  @Test
  void aMessageThatIsHandedOverTooOftenBlocksItsGroupUntilAPersonDecides() {
    Consumer consumer = new Consumer("frail");
    String group = Gateway.fresh("g");
    String dying = publish("frail", group, "{\"n\":1}");
    String behind = publish("frail", group, "{\"n\":2}");
    consumer.tell("release", consumer.one(), "").then().statusCode(200);
    consumer.tell("release", consumer.one(), "").then().statusCode(200);

    assertThat(consumer.receive(10, 2)).isEmpty();
    consumer
        .get("/dead-letters")
        .then()
        .statusCode(200)
        .body("deadLetters.id", hasItem(dying))
        .body("deadLetters.find { it.id == '" + dying + "' }.blocksGroup", equalTo(true));
    consumer
        .get("/dead-letters/" + dying)
        .then()
        .statusCode(200)
        .body("reason", equalTo("deliveries-exhausted"))
        .body("attempts", equalTo(2))
        .body("payload", equalTo("{\"n\":1}"));
    consumer.get("/deliveries/" + dying).then().body("status", equalTo("dead"));

    // Redriven, it comes first; deleted, its group goes on without it
    consumer.redrive(dying).then().statusCode(202);
    Map<String, Object> redriven = consumer.one();
    assertThat(redriven).containsEntry("id", dying).containsEntry("deliveryAttempt", 1);
    consumer.tell("reject", redriven, ",\"reason\":\"no such order\"").then().statusCode(200);
    assertThat(consumer.receive(10, 2)).isEmpty();
    consumer
        .get("/dead-letters/" + dying)
        .then()
        .body("reason", equalTo("rejected"))
        .body("lastError", equalTo("no such order"));
    consumer.delete("/dead-letters/" + dying).then().statusCode(204);
    Map<String, Object> next = consumer.one();
    assertThat(next).containsEntry("id", behind);
    consumer.acknowledge(next).then().statusCode(200);
    consumer.get("/deliveries/" + dying).then().body("status", equalTo("dropped"));
    consumer.delete("/dead-letters/" + dying).then().statusCode(404);
    consumer.redrive(dying).then().statusCode(404);
  }

  @Test
  void aGroupThatSkipsItsDeadGoesOnAndTheLetterCanBeRedriven() {
    Consumer consumer = new Consumer("frail-skipping");
    String group = Gateway.fresh("g");
    String dying = publish("frail-skipping", group, "{\"n\":1}");
    String behind = publish("frail-skipping", group, "{\"n\":2}");
    consumer.tell("reject", consumer.one(), ",\"reason\":\"not mine\"").then().statusCode(200);

    Map<String, Object> next = consumer.one();
    assertThat(next).containsEntry("id", behind);
    consumer.acknowledge(next).then().statusCode(200);
    consumer
        .post("dead-letters/redrive", "{\"reason\":\"rejected\",\"dryRun\":true}")
        .then()
        .statusCode(200)
        .body("redriven", equalTo(1));

    consumer
        .post("dead-letters/redrive", "{\"reason\":\"rejected\"}")
        .then()
        .statusCode(200)
        .body("redriven", equalTo(1));
    Map<String, Object> redriven = consumer.one();
    assertThat(redriven).containsEntry("id", dying).containsEntry("payload", "{\"n\":1}");
    consumer.acknowledge(redriven).then().statusCode(200);
    consumer.get("/dead-letters").then().body("deadLetters.id", equalTo(List.of()));
  }

  @Test
  void whatCannotBeReadIsADeadLetterAtOnce() {
    Consumer consumer = new Consumer("exactly-once");
    String url = url("to-exactly-once");
    String id =
        SQS.sendMessage(
                send ->
                    send.queueUrl(url)
                        .messageBody("this is no base64")
                        .messageAttributes(
                            Map.of(
                                "content-transfer-encoding",
                                MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue("base64")
                                    .build())))
            .join()
            .messageId();

    assertThat(consumer.receive(1, 3)).isEmpty();

    consumer
        .get("/dead-letters/" + id)
        .then()
        .statusCode(200)
        .body("reason", equalTo("unreadable"))
        .body("attempts", equalTo(0));
    consumer.delete("/dead-letters/" + id).then().statusCode(204);
  }

  // --- what is refused ---

  @Test
  void aCallThatCannotBeMeantIsRefusedByItsMember() {
    Consumer consumer = new Consumer("short");
    refused(consumer, "receive", "{\"max\":0}", "max");
    refused(consumer, "receive", "{\"max\":101}", "max");
    refused(consumer, "receive", "{\"maxBytes\":0}", "maxBytes");
    refused(consumer, "receive", "{\"waitSeconds\":21}", "waitSeconds");
    refused(consumer, "receive", "{\"limit\":5}", "limit");
    refused(consumer, "acknowledge", "{\"messages\":[]}", "messages");
    refused(consumer, "acknowledge", "{\"messages\":[null]}", "messages");
    refused(consumer, "acknowledge", "{\"messages\":[{}]}", "ackToken");
    refused(
        consumer,
        "acknowledge",
        "{\"messages\":[{\"ackToken\":\"a\",\"result\":[1]}]}",
        "messages[0].result");
    refused(consumer, "extend", "{\"messages\":[{\"ackToken\":\"a\"}]}", "seconds");
    refused(consumer, "extend", "{\"messages\":[{\"ackToken\":\"a\",\"seconds\":0}]}", "seconds");
    refused(
        consumer,
        "release",
        "{\"messages\":[{\"ackToken\":\"a\",\"delaySeconds\":39601}]}",
        "delaySeconds");
    refused(consumer, "reject", "{\"messages\":[{\"ackToken\":\"a\",\"reason\":\" \"}]}", "reason");
  }

  private static void refused(Consumer consumer, String action, String body, String field) {
    consumer
        .postWrongly(action, body)
        .then()
        .statusCode(400)
        .body("type", containsString("body-malformed"))
        .body("field", equalTo(field));
  }

  @Test
  void anUnknownSubscriptionIsTold() {
    new Consumer("nobody")
        .post("receive", "{}")
        .then()
        .statusCode(404)
        .body("type", containsString("subscription-unknown"));
  }

  @Test
  void aResultThatIsTooLargeIsRefusedAndTheMessageStaysItsConsumers() {
    Consumer consumer = new Consumer("exactly-once");
    publish("exactly-once", "g", "{}");
    Map<String, Object> message = consumer.one();

    consumer
        .acknowledge(message, "{\"x\":\"" + "x".repeat(64 * 1024) + "\"}")
        .then()
        .statusCode(422)
        .body("results[0].status", equalTo(413))
        .body("results[0].problem.maxBytes", equalTo(65536));

    consumer.acknowledge(message, "{\"small\":true}").then().statusCode(200);
  }

  @Test
  void aQueueThatDoesNotAnswerIsToldAndNothingIsLost() {
    Consumer consumer = new Consumer("at-least-once-fifo");
    String id = publish("at-least-once-fifo", "faults", "{}");
    Faults.in(Faults.Service.SQS)
        .action("ReceiveMessage")
        .times(1)
        .status(503, "ServiceUnavailable");

    consumer
        .post("receive", "{\"waitSeconds\":1}")
        .then()
        .statusCode(503)
        .body("type", containsString("queue-unavailable"));

    Map<String, Object> message = consumer.one();
    assertThat(message).containsEntry("id", id);
    consumer.acknowledge(message).then().statusCode(200);
  }

  // --- what is seen ---

  @Test
  void aSubscriptionTellsItsTermsAndHowItStands() {
    Consumer consumer = new Consumer("frail");
    consumer
        .get("")
        .then()
        .statusCode(200)
        .body("delivery", equalTo("exactly-once"))
        .body("ordering", equalTo("group"))
        .body("maxDeliveries", equalTo(2))
        .body("onDead", equalTo("block"))
        .body("queue.delayed", equalTo(0))
        .body("replica.waitingCalls", equalTo(0));
  }

  // --- the queue itself ---

  private static String url(String destination) {
    String queue =
        org.eclipse.microprofile.config.ConfigProvider.getConfig()
            .getValue("postern.destinations." + destination + ".sqs-queue", String.class);
    return SQS.getQueueUrl(get -> get.queueName(queue)).join().queueUrl();
  }

  private static void sendCopy(String destination, String id) {
    String url = url(destination);
    SQS.sendMessage(
            send ->
                send.queueUrl(url)
                    .messageBody("{}")
                    .messageAttributes(
                        Map.of(
                            "postern-id",
                            MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(id)
                                .build())))
        .join();
  }

  /** Messages on the queue, in flight or not. */
  private static int left(String subscription) {
    Response state = new Consumer(subscription).get("");
    return state.<Integer>path("queue.waiting") + state.<Integer>path("queue.inFlight");
  }

  private static Map<String, Object> one(Consumer consumer, int withinSeconds) {
    for (int waited = 0; waited < withinSeconds; waited += 20) {
      List<Map<String, Object>> messages = consumer.receive(1, 20);
      if (!messages.isEmpty()) {
        return messages.get(0);
      }
    }
    throw new AssertionError("nothing came within " + withinSeconds + " s");
  }
}
