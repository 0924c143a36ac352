package dev.postern.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.sun.net.httpserver.HttpServer;
import dev.postern.testing.Consumer;
import dev.postern.testing.EmbeddedAws;
import dev.postern.testing.Faults;
import dev.postern.testing.Gateway;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Whoever published a message sees which subscriptions are done with it. */
@QuarkusTest
@TestProfile(ProcessedTest.Reporting.class)
@Timeout(120)
class ProcessedTest {
  private static final String LOOSE = "processed-loose-" + UUID.randomUUID();
  private static final SqsAsyncClient SQS = EmbeddedAws.sqs();

  /** Subscriptions that report, each with a destination that fills it, but for one of each. */
  public static class Reporting implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> config = new HashMap<>();
      for (String delivery : List.of("at-least-once", "exactly-once")) {
        subscribe(config, delivery, "", delivery);
        subscribe(config, delivery + "-fifo", ".fifo", delivery);
      }
      subscribe(config, "silent", ".fifo", "exactly-once");
      config.remove("postern.subscriptions.silent.report-processed");
      subscribe(config, "pushed", ".fifo", "at-least-once");
      config.put("postern.subscriptions.pushed.mode", "push");
      config.put("postern.subscriptions.pushed.endpoint", "http://127.0.0.1:" + serve() + "/");
      config.put("postern.subscriptions.pushed.allow-private-addresses", "true");
      config.put("postern.subscriptions.pushed.secrets", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
      config.put("postern.subscriptions.loose.sqs-queue", LOOSE);
      config.put("postern.subscriptions.loose.report-processed", "true");
      return config;
    }

    private static void subscribe(
        Map<String, String> config, String name, String suffix, String delivery) {
      String queue = "processed-" + name + "-" + UUID.randomUUID() + suffix;
      config.put("postern.destinations.to-" + name + ".sqs-queue", queue);
      config.put("postern.subscriptions." + name + ".sqs-queue", queue);
      config.put("postern.subscriptions." + name + ".delivery", delivery);
      config.put("postern.subscriptions." + name + ".report-processed", "true");
    }

    /** An endpoint that takes everything. */
    private static int serve() {
      try {
        HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext(
            "/",
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            });
        server.start();
        return server.getAddress().getPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @AfterEach
  void clearFaults() {
    Faults.clear();
  }

  private static Gateway.Publish message(String subscription, String key) {
    return Gateway.publish("to-" + subscription).key(key).group("g").body("{\"n\":1}");
  }

  private static String publish(String subscription) {
    return message(subscription, Gateway.fresh("key")).id(201);
  }

  private static List<Map<String, Object>> processed(String id) {
    return Gateway.status(id).then().statusCode(200).extract().path("processed");
  }

  private static void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /** What anyone may put on a queue: a message that says that it is this one. */
  private static void put(String queue, String id) {
    String url = SQS.getQueueUrl(get -> get.queueName(queue)).join().queueUrl();
    boolean fifo = queue.endsWith(".fifo");
    SQS.sendMessage(
            send ->
                send.queueUrl(url)
                    .messageBody("{}")
                    .messageGroupId(fifo ? "g" : null)
                    .messageDeduplicationId(fifo ? UUID.randomUUID().toString() : null)
                    .messageAttributes(
                        Map.of(
                            "postern-id",
                            MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(id)
                                .build())))
        .join();
  }

  private static String queue(String subscription) {
    return ConfigProvider.getConfig()
        .getValue("postern.subscriptions." + subscription + ".sqs-queue", String.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"at-least-once", "at-least-once-fifo", "exactly-once", "exactly-once-fifo"})
  void anAcknowledgedMessageShowsTheSubscriptionAndTheTime(String name) {
    // Given a message in its consumer's hands
    Consumer consumer = new Consumer(name);
    String key = Gateway.fresh("key");
    String id = message(name, key).id(201);
    Map<String, Object> received = consumer.one();
    Response before = Gateway.status(id);
    before.then().body("processed", nullValue());

    // When it is acknowledged
    Instant earliest = Instant.now().minusMillis(1);
    consumer.acknowledge(received).then().statusCode(200);
    Instant latest = Instant.now();

    // Then its state says so, and is what it was else
    Response after = Gateway.status(id);
    after
        .then()
        .statusCode(200)
        .body("status", equalTo("published"))
        .body("processed.size()", equalTo(1))
        .body("processed[0].subscription", equalTo(name));
    assertThat(Instant.parse(after.<String>path("processed[0].at"))).isBetween(earliest, latest);
    Map<String, Object> rest = new HashMap<>(after.<Map<String, Object>>path(""));
    rest.remove("processed");
    assertThat(rest).isEqualTo(before.path(""));
    assertThat(after.header("ETag")).isNotEqualTo(before.header("ETag"));

    // And so it does by key, and where the message is sent again
    assertThat(Gateway.lookup("to-" + name, key).asString()).isEqualTo(after.asString());
    assertThat(message(name, key).send().asString()).isEqualTo(after.asString());
  }

  @Test
  void anAcknowledgementByPushShowsToo() {
    String id = publish("pushed");

    until(() -> processed(id) != null);

    assertThat(processed(id)).extracting(each -> each.get("subscription")).containsOnly("pushed");
  }

  @Test
  void whatIsGivenBackOrRejectedIsNotProcessed() {
    Consumer consumer = new Consumer("exactly-once");
    String id = publish("exactly-once");

    consumer.tell("release", consumer.one(), "").then().statusCode(200);
    assertThat(processed(id)).isNull();
    consumer.tell("reject", consumer.one(), ",\"reason\":\"broken\"").then().statusCode(200);

    until(
        () -> {
          consumer.receive(1, 1);
          return consumer.get("/dead-letters/" + id).statusCode() == 200;
        });
    assertThat(processed(id)).isNull();

    // But once it is redriven and acknowledged it is
    consumer.redrive(id).then().statusCode(202);
    consumer.acknowledge(consumer.one()).then().statusCode(200);
    assertThat(processed(id)).hasSize(1);
  }

  @Test
  void aSubscriptionThatIsNotToReportLeavesNoTrace() {
    Consumer consumer = new Consumer("silent");
    String id = publish("silent");

    consumer.acknowledge(consumer.one()).then().statusCode(200);

    assertThat(processed(id)).isNull();
    consumer.get("").then().body("reportsProcessed", equalTo(false));
    new Consumer("exactly-once").get("").then().body("reportsProcessed", equalTo(true));
  }

  @Test
  void theFirstAcknowledgementStays() {
    Consumer consumer = new Consumer("at-least-once-fifo");
    String id = publish("at-least-once-fifo");
    Map<String, Object> received = consumer.one();
    consumer.acknowledge(received).then().statusCode(200);
    List<Map<String, Object>> first = processed(id);

    // When it is told again, and a copy of it is acknowledged
    consumer.acknowledge(received);
    put(queue("at-least-once-fifo"), id);
    Map<String, Object> copy = consumer.one();
    assertThat(copy).containsEntry("id", id);
    consumer.acknowledge(copy).then().statusCode(200);

    assertThat(processed(id)).isEqualTo(first);
  }

  @Test
  void aMessageThatWasMovedToAnotherQueueIsProcessedThereToo() {
    Consumer consumer = new Consumer("silent");
    String id = publish("silent");
    consumer.acknowledge(consumer.one()).then().statusCode(200);

    put(LOOSE, id);
    Consumer loose = new Consumer("loose");
    loose.acknowledge(loose.one()).then().statusCode(200);

    assertThat(processed(id)).extracting(each -> each.get("subscription")).containsOnly("loose");
  }

  @Test
  void anIdThatIsAnotherDestinationsMessagesChangesNothing() {
    Consumer silent = new Consumer("silent");
    String id = publish("silent");
    silent.acknowledge(silent.one()).then().statusCode(200);

    put(queue("at-least-once-fifo"), id);
    Consumer consumer = new Consumer("at-least-once-fifo");
    Map<String, Object> forged = consumer.one();
    assertThat(forged).containsEntry("id", id);
    consumer.acknowledge(forged).then().statusCode(200);

    assertThat(processed(id)).isNull();
  }

  @Test
  void anIdOfNoMessageIsAcknowledgedAsAnyOther() {
    String id = "0".repeat(36);
    put(queue("at-least-once-fifo"), id);
    Consumer consumer = new Consumer("at-least-once-fifo");

    consumer.acknowledge(consumer.one()).then().statusCode(200).body("failed", equalTo(0));

    Gateway.status(id).then().statusCode(404);
  }

  @Test
  void aStoreThatDoesNotAnswerHoldsUpNoAcknowledgementAndIsAskedAgain() {
    Consumer consumer = new Consumer("at-least-once-fifo");
    String id = publish("at-least-once-fifo");
    Map<String, Object> received = consumer.one();
    Faults.in(Faults.Service.DYNAMODB)
        .action("BatchExecuteStatement")
        .times(2)
        .status(500, "InternalServerError");

    consumer.acknowledge(received).then().statusCode(200).body("failed", equalTo(0));

    until(() -> processed(id) != null);
    assertThat(processed(id)).hasSize(1);
    assertThat(Faults.hits()).isEqualTo(2);
  }

  @Test
  void aWriteWhoseAnswerIsLostIsRepeatedAndChangesNothing() {
    Consumer consumer = new Consumer("at-least-once-fifo");
    String id = publish("at-least-once-fifo");
    Map<String, Object> received = consumer.one();
    Faults.forgetCalls();
    Faults.in(Faults.Service.DYNAMODB).action("BatchExecuteStatement").times(1).dropAfter();

    consumer.acknowledge(received).then().statusCode(200);
    List<Map<String, Object>> first = processed(id);
    until(() -> Faults.calls(Faults.Service.DYNAMODB, "BatchExecuteStatement") >= 2);

    assertThat(first).hasSize(1);
    assertThat(processed(id)).isEqualTo(first);
  }

  @Test
  void whatItsStateWillNotShowIsCounted() {
    Consumer consumer = new Consumer("at-least-once-fifo");
    String id = publish("at-least-once-fifo");
    Map<String, Object> received = consumer.one();
    assertThat(unreported("at-least-once-fifo")).containsExactly("0.0");
    assertThat(unreported("silent")).isEmpty();

    // When the store fails for as long as it is tried
    Faults.in(Faults.Service.DYNAMODB)
        .action("BatchExecuteStatement")
        .status(500, "InternalServerError");
    consumer.acknowledge(received).then().statusCode(200).body("failed", equalTo(0));

    until(() -> unreported("at-least-once-fifo").equals(List.of("1.0")));
    assertThat(processed(id)).isNull();
  }

  /** The values of the samples of that subscription. */
  private static List<String> unreported(String subscription) {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("postern_deliveries_unreported_messages_total{"))
        .filter(line -> line.contains("subscription=\"" + subscription + "\""))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }
}
