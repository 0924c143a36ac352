package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.postern.testing.Contract;
import dev.postern.testing.Faults;
import dev.postern.testing.Faults.Service;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import dev.postern.testing.Ready;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Many messages in one request: each as if it had been sent alone, in their order. */
@QuarkusTest
@Timeout(120)
class BatchTest {
  private static final String PROBLEMS = "https://postern.dev/problems/";
  private static final String ACCEPT = "BatchExecuteStatement";

  private final Inbox orders = Inbox.ofQueue("orders.fifo");
  private final Inbox events = Inbox.ofQueue("events");

  @BeforeEach
  void begin() {
    Ready.await();
    Faults.forgetCalls();
  }

  @AfterEach
  void clear() {
    Faults.clear();
  }

  private static Response send(Contract contract, String name, byte[] body, String... headers) {
    var request = given().filter(contract).header("Content-Type", "application/json").body(body);
    for (int i = 0; i < headers.length; i += 2) {
      request = request.header(headers[i], headers[i + 1]);
    }
    return request.post("/v1/destinations/" + name + "/messages/batch");
  }

  private static Response batch(String name, String... messages) {
    return send(Contract.enforced(), name, body(messages));
  }

  private static Response wrong(String name, String... messages) {
    return send(Contract.answersOnly(), name, body(messages));
  }

  private static byte[] body(String... messages) {
    return ("{\"messages\":[" + String.join(",", messages) + "]}").getBytes(StandardCharsets.UTF_8);
  }

  private static String message(String key, String group, String payload) {
    return "{\"idempotencyKey\":\"%s\",\"groupId\":\"%s\",\"payload\":%s}"
        .formatted(key, group, payload);
  }

  private static String event(String members) {
    return "{\"idempotencyKey\":\"" + fresh("key") + "\"," + members + "}";
  }

  private Message received(String payload) {
    String id =
        batch("events", event(payload))
            .then()
            .statusCode(200)
            .extract()
            .path("results[0].message.id");
    return events.only(id);
  }

  private static List<Integer> statuses(Response answer) {
    return answer.path("results.status");
  }

  @Test
  void everyMessageIsPublishedInTheOrderOfItsGroup() {
    // Given a hundred messages of four groups, mixed
    List<String> groups = IntStream.range(0, 4).mapToObj(i -> fresh("group")).toList();
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      messages.add(message(fresh("key"), groups.get(i % 4), Integer.toString(i)));
    }

    // When they are published
    Response answer =
        send(
            Contract.enforced(),
            "orders",
            body(messages.toArray(String[]::new)),
            "Prefer",
            "wait=25");

    // Then each of them has its result, in its place
    answer.then().statusCode(200).body("failed", equalTo(0));
    assertThat(answer.<List<Integer>>path("results.index"))
        .isEqualTo(IntStream.range(0, 100).boxed().toList());
    assertThat(statuses(answer)).hasSize(100).containsOnly(201);
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=25");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");

    // And the broker holds each group in order
    for (int g = 0; g < 4; g++) {
      int first = g;
      assertThat(orders.bodiesOf(groups.get(g)))
          .isEqualTo(
              IntStream.range(0, 25).mapToObj(i -> Integer.toString(i * 4 + first)).toList());
    }
  }

  @Test
  void anItemIsShownAsASinglePublishShowsIt() {
    String key = fresh("key");
    String group = fresh("group");

    Response many = batch("orders", message(key, group, "{\"n\":1}"));
    Response one = publish("orders").key(key).group(group).body("{\"n\":1}").send();

    assertThat(one.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(many.<Object>path("results[0].message")).isEqualTo(one.<Object>path("$"));
    assertThat(many.<Boolean>path("results[0].replayed")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\": 1.0e2 ,\n \"a\":[ -0, 1.50,\t\"\\u00e9é\" ], \"a\":null}",
        "1.0e2",
        "-0",
        "null",
        "true",
        "[ ]",
        "12345678901234567890123456789012345678901234567890"
      })
  void aPayloadThatIsJsonTravelsByteForByte(String payload) {
    Message message = received("\"payload\": " + payload + " ");

    assertThat(message.body()).isEqualTo(payload);
    assertThat(Inbox.attribute(message, "content-type")).isNull();
  }

  @Test
  void aPayloadThatIsAStringTravelsAsItsText() {
    Message message = received("\"payload\":\"caf\\u00e9 \\ud83d\\udce6\\n\\\"q\\\"\"");

    assertThat(message.body()).isEqualTo("caf\u00e9 \ud83d\udce6\n\"q\"");
    assertThat(Inbox.attribute(message, "content-type")).isEqualTo("text/plain");
  }

  @Test
  void aTypeThatIsSaidCounts() {
    Message message = received("\"payload\":\"<a/>\",\"contentType\":\"application/xml\"");

    assertThat(message.body()).isEqualTo("<a/>");
    assertThat(Inbox.attribute(message, "content-type")).isEqualTo("application/xml");
  }

  @Test
  void aPayloadInBase64TravelsAsItsBytes() {
    String id =
        batch("events", event("\"payloadBase64\":\"AP+A\""))
            .then()
            .statusCode(200)
            .body("results[0].message.contentType", equalTo("application/octet-stream"))
            .extract()
            .path("results[0].message.id");

    assertThat(Gateway.payload(id).asByteArray()).containsExactly(0, 0xff, 0x80);
    assertThat(events.only(id).body()).isEqualTo("AP+A");
  }

  @Test
  void attributesHaveTheTypesThatTheyAreWrittenIn() {
    Message message =
        received(
            "\"payload\":1,\"attributes\":{\"region\":\"eu\u00e9\",\"tier\":1.50,"
                + "\"count\":{\"type\":\"Number.int\",\"value\":\"3\"},"
                + "\"digest\":{\"type\":\"Binary\",\"value\":\"aGk=\"}}");

    assertThat(Inbox.attribute(message, "region")).isEqualTo("eu\u00e9");
    assertThat(Inbox.attribute(message, "tier")).isEqualTo("1.50");
    assertThat(message.messageAttributes().get("tier").dataType()).isEqualTo("Number");
    assertThat(message.messageAttributes().get("count").dataType()).isEqualTo("Number.int");
    assertThat(message.messageAttributes().get("digest").binaryValue().asUtf8String())
        .isEqualTo("hi");
  }

  @Test
  void theSameKeyTwiceInOneRequestIsAReplay() {
    String key = fresh("key");
    String same = "{\"idempotencyKey\":\"" + key + "\",\"payload\":1}";
    String other = "{\"idempotencyKey\":\"" + key + "\",\"payload\":2}";

    Response answer = batch("events", same, same, other);

    answer
        .then()
        .statusCode(207)
        .body("failed", equalTo(1))
        .body("results[0].replayed", nullValue())
        .body("results[1].replayed", equalTo(true))
        .body("results[2].status", equalTo(422))
        .body("results[2].problem.type", equalTo(PROBLEMS + "idempotency-key-reused"))
        .body("results[2].problem.field", equalTo("idempotencyKey"));
    String id = answer.path("results[0].message.id");
    assertThat(answer.<String>path("results[1].message.id")).isEqualTo(id);
    events.only(id);
  }

  @Test
  void aRefusalRefusesTheLaterOnesOfItsGroupAndNoOthers() {
    String group = fresh("group");
    String other = fresh("other");
    String[] messages = {
      message(fresh("key"), group, "1"),
      message(fresh("key"), group, "\"\""),
      message(fresh("key"), other, "3"),
      message(fresh("key"), group, "4"),
      message(fresh("key"), group, "5")
    };

    Response answer = batch("orders", messages);

    answer
        .then()
        .statusCode(207)
        .body("failed", equalTo(3))
        .body("results[1].problem.type", equalTo(PROBLEMS + "payload-missing"))
        .body("results[3].problem.type", equalTo(PROBLEMS + "predecessor-refused"));
    assertThat(statuses(answer)).containsExactly(201, 400, 201, 424, 424);

    // When the refused ones are put right and sent again
    messages[1] = message(fresh("key"), group, "2");
    batch("orders", messages[1], messages[3], messages[4]).then().statusCode(200);

    // Then their order is the first request's
    assertThat(orders.bodiesOf(group)).containsExactly("1", "2", "4", "5");
    assertThat(orders.bodiesOf(other)).containsExactly("3");
  }

  @Test
  void onAStandardDestinationNothingStandsBehindAnything() {
    Response answer =
        batch("events", message(fresh("key"), "g", "\"\""), message(fresh("key"), "g", "2"));

    assertThat(answer.statusCode()).isEqualTo(207);
    assertThat(statuses(answer)).containsExactly(400, 201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'idempotencyKey':'k y','payload':1|idempotency-key-malformed|idempotencyKey",
        "'payload':1|idempotency-key-missing|idempotencyKey",
        "'guarantee':'at-most-once','idempotencyKey':'k','payload':1|idempotency-key-not-taken|idempotencyKey",
        "'idempotencyKey':'k','guarantee':'exactly-once','payload':1|guarantee-not-available|guarantee",
        "'idempotencyKey':'k','guarantee':'often','payload':1|guarantee-not-available|guarantee",
        "'idempotencyKey':'k','groupId':'a b','payload':1|group-malformed|groupId",
        "'idempotencyKey':'k'|payload-missing|payload",
        "'idempotencyKey':'k','payload':1,'payloadBase64':'aGk='|payload-missing|payload",
        "'idempotencyKey':'k','payload':''|payload-missing|payload",
        "'idempotencyKey':'k','payload':'\\ud800'|body-malformed|payload",
        "'idempotencyKey':'k','payloadBase64':'a'|payload-malformed|payloadBase64",
        "'idempotencyKey':'k','payloadBase64':'/w==','contentType':'application/json'|payload-malformed|payload",
        "'idempotencyKey':'k','payload':1,'contentType':'*/*'|content-type-malformed|contentType",
        "'idempotencyKey':'k','payload':1,'delaySeconds':901|delay-malformed|delaySeconds",
        "'idempotencyKey':'k','payload':1,'delaySeconds':-1|delay-malformed|delaySeconds",
        "'idempotencyKey':'k','payload':1,'delaySeconds':'1'|body-malformed|delaySeconds",
        "'idempotencyKey':'k','payload':1,'delaySeconds':1.0|body-malformed|delaySeconds",
        "'idempotencyKey':'k','payload':1,'attributes':[]|attributes-malformed|attributes",
        "'idempotencyKey':'k','payload':1,'attributes':{'a':true}|attributes-malformed|attributes",
        "'idempotencyKey':'k','payload':1,'attributes':{'a':1,'a':2}|attributes-malformed|attributes",
        "'idempotencyKey':'k','payload':1,'attributes':{'a':{'type':'Int','value':'1'}}|attributes-malformed|attributes",
        "'idempotencyKey':'k','payload':1,'attributes':{'a':{'type':'Number','value':'x'}}|attributes-malformed|attributes",
        "'idempotencyKey':'k','payload':1,'attributes':{'a':{'type':'Number','value':'1','x':'1'}}|attributes-malformed|attributes",
        "'idempotencyKey':'k','payload':1,'attributes':{'postern-id':'1'}|attributes-malformed|attributes",
        "'idempotencyKey':'k','payload':1,'payLoad':1|body-malformed|payLoad",
        "'idempotencyKey':'k','idempotencyKey':'k','payload':1|body-malformed|idempotencyKey",
        "'idempotencyKey':1,'payload':1|body-malformed|idempotencyKey",
        "'idempotencyKey':null,'payload':1|body-malformed|idempotencyKey"
      })
  void whatIsWrongWithAMessageRefusesThatMessage(String members, String type, String field) {
    String good = event("\"payload\":1");

    wrong("events", "{" + members.replace('\'', '"') + "}", good)
        .then()
        .statusCode(207)
        .body("failed", equalTo(1))
        .body("results[0].status", equalTo(400))
        .body("results[0].problem.type", equalTo(PROBLEMS + type))
        .body("results[0].problem.field", equalTo(field))
        .body("results[1].status", equalTo(201));
  }

  @Test
  void aMessageThatIsTooLargeRefusesTheLaterOnesOfItsGroup() {
    String group = fresh("group");

    batch(
            "orders",
            message(fresh("key"), group, "\"" + "x".repeat(262_145) + "\""),
            message(fresh("key"), group, "2"))
        .then()
        .statusCode(422)
        .body("type", equalTo(PROBLEMS + "batch-refused"))
        .body("failed", equalTo(2))
        .body("results[0].status", equalTo(413))
        .body("results[0].problem.maxBytes", equalTo(262_144))
        .body("results[1].problem.type", equalTo(PROBLEMS + "predecessor-refused"));
    assertThat(orders.bodiesOf(group)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "null",
        "{}",
        "{\"messages\":{}}",
        "{\"messages\":[]}",
        "{\"messages\":[1,]}",
        "{\"messages\":[{}],\"more\":1}",
        "{\"messages\":[{}]} {}",
        "{\"messages\":[{}],\"messages\":[{}]}",
        "{\"messages\":[{\"payload\":1}"
      })
  void aBodyThatIsNoBatchIsRefusedAsAWhole(String body) {
    send(Contract.answersOnly(), "events", body.getBytes(StandardCharsets.UTF_8))
        .then()
        .statusCode(400)
        .body("type", equalTo(PROBLEMS + "body-malformed"));
    assertThat(Faults.calls(Service.DYNAMODB, ACCEPT)).isZero();
  }

  @Test
  void aBodyThatIsNotUtf8IsRefusedAsAWhole() {
    byte[] body = body(event("\"payload\":\"x\""));
    body[body.length - 5] = (byte) 0xff;

    send(Contract.answersOnly(), "events", body)
        .then()
        .statusCode(400)
        .body("detail", containsString("UTF-8"));
  }

  @Test
  void aPayloadNestedDeeperThanIsReadIsRefused() {
    String deep = "[".repeat(990) + "]".repeat(990);
    String deeper = "[".repeat(2000) + "]".repeat(2000);

    batch("events", event("\"payload\":" + deep)).then().statusCode(200);
    send(Contract.answersOnly(), "events", body(event("\"payload\":" + deeper)))
        .then()
        .statusCode(400);
  }

  @Test
  void aHundredMessagesAreTakenAndNotOneMore() {
    String[] messages =
        IntStream.range(0, 101).mapToObj(i -> event("\"payload\":" + i)).toArray(String[]::new);

    wrong("events", messages)
        .then()
        .statusCode(400)
        .body("field", equalTo("messages"))
        .body("limit", equalTo("1 to 100 messages"));
    assertThat(Faults.calls(Service.DYNAMODB, ACCEPT)).isZero();
    batch("events", Arrays.copyOf(messages, 100)).then().statusCode(200);
  }

  @Test
  void sixteenMebibytesAreTakenAndNotOneByteMore() {
    // Given a body of exactly as many bytes
    String filling = "x".repeat(240_000);
    String messages =
        IntStream.range(0, 60)
            .mapToObj(i -> event("\"payload\":\"" + filling + "\""))
            .collect(Collectors.joining(",", "{\"messages\":[", "]}"));
    String body = messages + " ".repeat(16 * 1024 * 1024 - messages.length());

    // Then one more is too much
    send(Contract.answersOnly(), "events", (body + " ").getBytes(StandardCharsets.UTF_8))
        .then()
        .statusCode(413)
        .body("maxBytes", equalTo(16 * 1024 * 1024));
    send(
            Contract.answersOnly(),
            "events",
            body.getBytes(StandardCharsets.UTF_8),
            "Prefer",
            "wait=25")
        .then()
        .statusCode(200)
        .body("failed", equalTo(0));
  }

  @Test
  void whereTheBrokerIsDownTheWholeGroupIsAcceptedInOrder() {
    String group = fresh("group");
    Faults.in(Service.SQS).refuse();

    Response answer =
        send(
            Contract.enforced(),
            "orders",
            body(
                message(fresh("key"), group, "1"),
                message(fresh("key"), group, "2"),
                message(fresh("key"), group, "3")),
            "Prefer",
            "wait=1");
    Faults.clear();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(statuses(answer)).containsExactly(202, 202, 202);
    answer.<List<String>>path("results.message.id").forEach(Gateway::statusAtLast);
    assertThat(orders.bodiesOf(group)).containsExactly("1", "2", "3");
  }

  @Test
  void whereTheStoreIsDownTheLaterOnesOfAGroupAreNotTried() {
    String group = fresh("group");
    Faults.in(Service.DYNAMODB).refuse();

    Response answer =
        send(
            Contract.enforced(),
            "orders",
            body(message(fresh("key"), group, "1"), message(fresh("key"), group, "2")),
            "Prefer",
            "wait=0");

    answer
        .then()
        .statusCode(422)
        .body("results[0].problem.type", equalTo(PROBLEMS + "store-unavailable"))
        .body("results[0].problem.retryAfterSeconds", equalTo(1))
        .body("results[1].problem.type", equalTo(PROBLEMS + "predecessor-refused"));
  }

  @Test
  void atMostOnceAndWhoDoesNotWaitAreAnsweredAsAlone() {
    Response answer =
        send(
            Contract.enforced(),
            "events",
            body("{\"guarantee\":\"at-most-once\",\"payload\":\"1\"}", event("\"payload\":2")),
            "Prefer",
            "respond-async");

    answer
        .then()
        .statusCode(200)
        .header("Preference-Applied", "respond-async")
        .body("results[0].status", equalTo(201))
        .body("results[0].message.id", nullValue())
        .body("results[1].status", equalTo(202));
  }

  @Test
  void anUnknownDestinationAndAnotherTypeAreRefused() {
    batch("nowhere", event("\"payload\":1")).then().statusCode(404);
    given()
        .filter(Contract.answersOnly())
        .header("Content-Type", "text/plain")
        .body("x")
        .post("/v1/destinations/events/messages/batch")
        .then()
        .statusCode(415);
  }
}
