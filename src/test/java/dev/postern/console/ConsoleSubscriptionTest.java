package dev.postern.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Consumer;
import dev.postern.testing.EmbeddedAws;
import dev.postern.testing.Gateway;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What is wrong with a subscription stands on its pages, and is put right there. */
@QuarkusTest
@TestProfile(ConsoleSubscriptionTest.Troubled.class)
@Timeout(120)
class ConsoleSubscriptionTest {
  private static final String LACKING = "console-lacking-" + UUID.randomUUID();

  /** A subscription for each kind of trouble, each with a queue of its own. */
  public static class Troubled implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> config = new HashMap<>();
      subscribe(
          config, "console-lacking", LACKING, Map.of("ordering", "sequence", "gap-timeout", "1s"));
      subscribe(config, "dying", fifo("dying"), Map.of("delivery", "exactly-once"));
      subscribe(
          config,
          "pushed",
          fifo("pushed"),
          Map.of(
              "mode", "push",
              "endpoint", "http://127.0.0.1:1/",
              "secrets", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
              "allow-private-addresses", "true"));
      config.put("postern.destinations.to-dying.sqs-queue", fifo("dying"));
      return config;
    }

    private static String fifo(String name) {
      return LACKING.replace("lacking", name) + ".fifo";
    }

    private static void subscribe(
        Map<String, String> config, String name, String queue, Map<String, String> terms) {
      String prefix = "postern.subscriptions." + name + ".";
      config.put(prefix + "sqs-queue", queue);
      terms.forEach((term, value) -> config.put(prefix + term, value));
    }
  }

  private static final String PATH = "/console/subscriptions/";

  private static void sendNumbered(long number) {
    var sqs = EmbeddedAws.sqs();
    String url = sqs.getQueueUrl(queue -> queue.queueName(LACKING)).join().queueUrl();
    MessageAttributeValue sequence =
        MessageAttributeValue.builder()
            .dataType("Number")
            .stringValue(Long.toString(number))
            .build();
    sqs.sendMessage(
            message ->
                message
                    .queueUrl(url)
                    .messageBody(Long.toString(number))
                    .messageAttributes(Map.of("sequence", sequence)))
        .join();
  }

  private static void leadsTo(Response answer, String page) {
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Location")).endsWith(page);
  }

  @Test
  void aGapIsShownAskedAboutAndSkipped() {
    // Given a subscription that waits for a number that does not come
    Consumer consumer = new Consumer("console-lacking");
    sendNumbered(1);
    consumer.acknowledge(consumer.one()).then().statusCode(200);
    sendNumbered(4);
    Given.until(
        () -> {
          assertThat(consumer.receive(10, 1)).isEmpty();
          return Given.page(PATH + "console-lacking").contains("gaps/skip");
        });

    // Then its page has it, and leads to the question
    String skip = PATH + "console-lacking/gaps/skip";
    assertThat(Given.page(PATH + "console-lacking"))
        .contains("no group", skip + "?upTo=4")
        .containsSubsequence(">2</td>", ">4</td>", ">2</td>");
    assertThat(Given.page(skip + "?upTo=4"))
        .contains("Skip missing numbers?", "lacks numbers below 4", "name=\"upTo\" value=\"4\"");
    assertThat(Given.page(PATH + "console-lacking")).contains("gaps/skip");

    // When it is skipped, then what comes after it is handed over
    leadsTo(Given.post(skip, Map.of("upTo", "4")), PATH + "console-lacking?done=passed-by");
    assertThat(Given.page(PATH + "console-lacking?done=passed-by"))
        .contains("The missing numbers were skipped.")
        .doesNotContain("gaps/skip");
    assertThat(consumer.one()).containsEntry("payload", "4");
  }

  @Test
  void whatIsPushedIsPausedForAReasonAndGoesOn() {
    assertThat(Given.page(PATH + "pushed")).contains("Pause", PATH + "pushed/pause");

    Response paused = Given.post(PATH + "pushed/pause", Map.of("reason", "<i>moving</i> house"));

    leadsTo(paused, PATH + "pushed?done=paused");
    assertThat(Given.page(PATH + "pushed?done=paused"))
        .contains("The subscription is paused.", "data-state=\"paused\"", "Go on pushing")
        .contains("&lt;i&gt;moving&lt;/i&gt; house")
        .doesNotContain("<i>moving", "Why it is paused");

    leadsTo(Given.post(PATH + "pushed/resume", Map.of()), PATH + "pushed?done=unpaused");
    assertThat(Given.page(PATH + "pushed?done=unpaused"))
        .contains("The subscription goes on.", "Why it is paused")
        .doesNotContain("data-state=\"paused\"");
  }

  @Test
  void aDeadLetterIsShownWithItsPayloadAndRedriven() {
    // Given a message that its consumer rejected
    Consumer consumer = new Consumer("dying");
    String group = Gateway.fresh("group");
    String id = publish(group, "{\"first\":true}");
    rejected(consumer, consumer.one(), "no <b>such</b> order");

    // Then the list shows it, its reason and what waits for it, and its payload when it is asked
    String list = PATH + "dying/dead-letters";
    assertThat(Given.page(list))
        .contains(group, "waits for it", "no &lt;b&gt;such&lt;/b&gt; order", "Deliveries")
        .contains(list + "/" + id + "/redrive", list + "/" + id + "/delete");
    assertThat(Given.page(list + "?reason=unreadable")).doesNotContain(id);
    assertThat(Given.post(list + "/" + id + "/payload", Map.of()).asString())
        .contains("{&quot;first&quot;:true}");

    // When it is redriven, then it is handed over again and stands there no more
    leadsTo(Given.post(list + "/" + id + "/redrive", Map.of()), list + "?done=handed-back");
    assertThat(Given.page(list + "?done=handed-back"))
        .contains("The message was redriven: it is handed over again.")
        .doesNotContain(id);
    Map<String, Object> again = consumer.one();
    assertThat(again).containsEntry("id", id);

    // And so it is with all of a reason, which are tried first
    rejected(consumer, again, "not yet");
    assertThat(Given.page(list + "/redrive?reason=rejected"))
        .contains("A trial run: 1 message that died of rejected would be handed over again");
    assertThat(Given.page(list)).contains(id);
    leadsTo(
        Given.post(list + "/redrive", Map.of("reason", "rejected")), list + "?done=redriven-all");
    again = consumer.one();
    assertThat(again).containsEntry("id", id);

    // And what is deleted is gone
    rejected(consumer, again, "never");
    assertThat(Given.page(list + "/" + id + "/delete")).contains("is gone for good");
    leadsTo(Given.post(list + "/" + id + "/delete", Map.of()), list + "?done=deleted");
    assertThat(Given.page(list)).doesNotContain(id);
  }

  /** It is buried as the next message is looked for. */
  private static void rejected(Consumer consumer, Map<String, Object> message, String reason) {
    consumer.tell("reject", message, ",\"reason\":\"" + reason + "\"").then().statusCode(200);
    Given.until(
        () -> {
          assertThat(consumer.receive(10, 1)).isEmpty();
          return consumer.get("/dead-letters/" + message.get("id")).statusCode() == 200;
        });
  }

  private static String publish(String group, String body) {
    return Gateway.publish("to-dying").key(Gateway.fresh("key")).group(group).body(body).id(201);
  }
}
