package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.postern.testing.Faults;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** What is published arrives as it was sent, as strongly as was asked for. */
@QuarkusTest
class PublishTest {
  @TestHTTPResource URI server;

  @BeforeAll
  static void subscribe() {
    inbox("audit");
    inbox("news");
  }

  @AfterEach
  void clear() {
    Faults.clear();
  }

  static Inbox inbox(String destination) {
    return switch (destination) {
      case "audit" -> Inbox.ofTopic("audit.fifo");
      case "news" -> Inbox.ofTopic("news");
      case "orders" -> Inbox.ofQueue("orders.fifo");
      default -> Inbox.ofQueue(destination);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "orders, exactly-once, true",
    "audit, exactly-once, true",
    "events, at-least-once, false",
    "news, at-least-once, false"
  })
  void aMessageIsPublishedToEachKindOfDestination(String name, String guarantee, boolean fifo) {
    // Given a message with everything that it may have
    String group = fresh("group");

    // When it is published
    Response answer =
        publish(name)
            .key(fresh("key"))
            .group(group)
            .type("text/plain")
            .body("caf\u00e9 \ud83d\udce6")
            .attributes(
                "tier=3, t=\"created\";name=\"eventType\", d=:aGk=:, r=1.5;type=\"Number.x\"")
            .send();

    // Then the answer says so
    String id =
        answer
            .then()
            .statusCode(201)
            .body("status", equalTo("published"))
            .body("destination", equalTo(name))
            .body("groupId", equalTo(group))
            .body("guarantee", equalTo(guarantee))
            .body("attempts", equalTo(1))
            .body("possibleDuplicate", equalTo(false))
            .body("contentType", equalTo("text/plain"))
            .body("payloadBytes", equalTo(10))
            .body("brokerMessageId", notNullValue())
            .extract()
            .path("id");
    assertThat(answer.header("Location")).isEqualTo("/v1/messages/" + id);
    assertThat(answer.header("Idempotent-Replayed")).isNull();

    // And the consumer has it
    Message message = inbox(name).only(id);
    assertThat(message.body()).isEqualTo("caf\u00e9 \ud83d\udce6");
    assertThat(Inbox.attribute(message, "content-type")).isEqualTo("text/plain");
    assertThat(Inbox.attribute(message, "tier")).isEqualTo("3");
    assertThat(Inbox.attribute(message, "eventType")).isEqualTo("created");
    assertThat(message.messageAttributes().get("r").dataType()).isEqualTo("Number.x");
    assertThat(message.messageAttributes().get("d").binaryValue().asUtf8String()).isEqualTo("hi");
    assertThat(message.messageAttributes().keySet())
        .containsExactlyInAnyOrder("postern-id", "content-type", "tier", "eventType", "d", "r");
    if (fifo) {
      assertThat(message.attributes())
          .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, group)
          .containsEntry(MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID, id);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "orders, at-least-once",
    "orders, exactly-once",
    "audit, at-least-once",
    "events, at-least-once",
    "news, at-least-once"
  })
  void eachGuaranteeThatIsOfferedMayBeAskedFor(String name, String guarantee) {
    String id =
        publish(name)
            .key(fresh("key"))
            .group("g")
            .guarantee(guarantee)
            .answers(201)
            .body("guarantee", equalTo(guarantee))
            .extract()
            .path("id");

    inbox(name).only(id);
    Gateway.status(id).then().statusCode(200).body("guarantee", equalTo(guarantee));
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "events", "audit", "news"})
  void atMostOnceIsSentAndNothingIsKept(String name) {
    // Given no calls to the store
    String group = fresh("group");
    Faults.forgetCalls();

    // When a message is sent once
    Response answer = publish(name).group(group).guarantee("at-most-once").body("once").send();

    // Then the broker has it, and there is nothing to look up
    answer
        .then()
        .statusCode(201)
        .body("status", equalTo("published"))
        .body("guarantee", equalTo("at-most-once"))
        .body("brokerMessageId", notNullValue())
        .body("id", nullValue());
    assertThat(answer.header("Location")).isNull();
    assertThat(Faults.calls(Faults.Service.DYNAMODB, "BatchExecuteStatement")).isZero();
  }

  @Test
  void atMostOnceTwiceIsTwoMessages() {
    String group = fresh("group");

    publish("orders").group(group).guarantee("at-most-once").body("once").answers(201);
    publish("orders").group(group).guarantee("at-most-once").body("once").answers(201);

    assertThat(inbox("orders").bodiesOf(group)).containsExactly("once", "once");
  }

  @Test
  void atMostOnceSaysThatNothingWasPublishedWhereTheBrokerIsDown() {
    Faults.in(Faults.Service.SQS).refuse();

    publish("events")
        .guarantee("at-most-once")
        .answers(502)
        .body("type", equalTo("https://postern.dev/problems/publish-failed"));
  }

  @Test
  void atMostOnceSaysThatItDoesNotKnowWhereTheAnswerIsLost() {
    // Given a broker whose answer is lost
    String group = fresh("group");
    Faults.in(Faults.Service.SQS).action("SendMessageBatch").times(1).dropAfter();

    // When a message is sent once
    publish("orders")
        .group(group)
        .guarantee("at-most-once")
        .body("perhaps")
        .answers(504)
        .body("type", equalTo("https://postern.dev/problems/outcome-unknown"));

    // Then it was not sent again
    assertThat(inbox("orders").bodiesOf(group)).containsExactly("perhaps");
    assertThat(Faults.hits()).isEqualTo(1);
  }

  @Test
  void aTraceIsCarriedOn() {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    String id = publish("events").key(fresh("key")).header("traceparent", trace).id(201);

    Message message = inbox("events").only(id);
    assertThat(Inbox.attribute(message, "traceparent")).isEqualTo(trace);
    assertThat(message.attributes().get(MessageSystemAttributeName.AWS_TRACE_HEADER))
        .isEqualTo("Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=b7ad6b7169203331;Sampled=1");
  }

  @Test
  void aTraceGivesWayBeforeAnAttributeDoes() {
    String nine =
        String.join(", ", IntStream.range(0, 9).mapToObj(i -> "a" + i + "=" + i).toList());

    String id =
        publish("events")
            .key(fresh("key"))
            .attributes(nine)
            .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .id(201);

    assertThat(inbox("events").only(id).messageAttributes()).hasSize(10).containsKey("a8");
  }

  @Test
  void aTraceThatCantBeReadIsDropped() {
    String id = publish("events").key(fresh("key")).header("traceparent", "00-x").id(201);

    assertThat(Inbox.attribute(inbox("events").only(id), "traceparent")).isNull();
  }

  @Test
  void aStandardQueueHoldsADelayedMessageBack() {
    int before = inbox("events").delayed();

    String id = publish("events").key(fresh("key")).header("Message-Delay", "900").id(201);

    assertThat(inbox("events").withId(id)).isEmpty();
    assertThat(inbox("events").delayed()).isEqualTo(before + 1);
  }

  static Stream<byte[]> payloads() {
    byte[] random = new byte[4096];
    new Random(7).nextBytes(random);
    return Stream.concat(
        Stream.of(
                "plain",
                "\ud83d\udce6\ud83d\ude9a \u65e5\u672c\u8a9e",
                "tab\tline\r\nend \u007f \u0085 \u2028 \ufeff",
                " { \"b\" : 1 ,\n\t\"a\":  1.0 } \n",
                "not at all {json",
                " ",
                "\u0000",
                "nul \u0000 inside",
                "bell \u0007",
                "no character \uffff")
            .map(text -> text.getBytes(StandardCharsets.UTF_8)),
        Stream.of(
            new byte[] {0},
            new byte[] {(byte) 0xff, (byte) 0xfe},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xc0, (byte) 0xaf},
            random));
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void aPayloadArrivesByteForByte(byte[] payload) {
    // When it is published
    String id =
        publish("events")
            .key(fresh("key"))
            .type("application/octet-stream")
            .body(payload)
            .answers(201)
            .body("payloadBytes", equalTo(payload.length))
            .extract()
            .path("id");

    // Then its consumer gets these bytes
    Message message = inbox("events").only(id);
    byte[] arrived =
        "base64".equals(Inbox.attribute(message, "content-transfer-encoding"))
            ? Base64.getDecoder().decode(message.body())
            : message.body().getBytes(StandardCharsets.UTF_8);
    assertThat(arrived).isEqualTo(payload);

    // And so does who reads it back
    Response read = Gateway.payload(id);
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.asByteArray()).isEqualTo(payload);
    assertThat(read.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(read.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(read.header("Content-Disposition")).isEqualTo("attachment");
    assertThat(read.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void textTravelsAsTextAndOtherBytesAsBase64() {
    String text = publish("events").key(fresh("key")).type("text/plain").body("t\u00e9xt").id(201);
    String bytes = publish("events").key(fresh("key")).type("text/plain").body("\u0000").id(201);

    assertThat(inbox("events").only(text).body()).isEqualTo("t\u00e9xt");
    assertThat(inbox("events").only(text).messageAttributes())
        .doesNotContainKey("content-transfer-encoding");
    assertThat(inbox("events").only(bytes).body()).isEqualTo("AA==");
    assertThat(Inbox.attribute(inbox("events").only(bytes), "content-transfer-encoding"))
        .isEqualTo("base64");
  }

  @Test
  void jsonHasNoContentTypeOnTheBroker() {
    String id = publish("events").key(fresh("key")).id(201);

    assertThat(inbox("events").only(id).messageAttributes().keySet()).containsExactly("postern-id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; charset=\"a;b\\\"\"",
        "text/plain;",
        "TEXT/PLAIN;CHARSET=latin1",
        "application/vnd.a.b+json; profile=x",
        "image/svg+xml",
        "application/json; charset=utf-8"
      })
  void anyContentTypeIsJustAType(String type) throws Exception {
    // Given a client that leaves types as they are
    HttpClient client = HttpClient.newHttpClient();
    byte[] payload = "a=1&b=2".getBytes(StandardCharsets.UTF_8);

    // When it publishes something of this type
    HttpResponse<String> published =
        client.send(
            HttpRequest.newBuilder(server.resolve("/v1/destinations/events/messages"))
                .header("Idempotency-Key", fresh("key"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(payload))
                .build(),
            HttpResponse.BodyHandlers.ofString());

    // Then consumer and reader get the bytes with this type
    assertThat(published.statusCode()).isEqualTo(201);
    String location = published.headers().firstValue("Location").orElseThrow();
    Message message = inbox("events").only(location.substring("/v1/messages/".length()));
    assertThat(message.body()).isEqualTo("a=1&b=2");
    assertThat(Inbox.attribute(message, "content-type")).isEqualTo(type);
    HttpResponse<byte[]> read =
        client.send(
            HttpRequest.newBuilder(server.resolve(location + "/payload")).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(read.headers().firstValue("Content-Type")).contains(type);
    assertThat(read.body()).isEqualTo(payload);
  }

  @Test
  void theLargestPayloadIsTakenAndOneByteMoreIsNot() {
    // Given what postern-id counts for
    int most = 262_144 - "postern-id".length() - "String".length() - 36;
    byte[] largest = new byte[most];
    Arrays.fill(largest, (byte) '7');

    // When a payload fills the rest
    String id = publish("orders").key(fresh("key")).group(fresh("g")).body(largest).id(201);

    // Then it arrives whole
    assertThat(inbox("orders").only(id).body()).hasSize(most);
    assertThat(Gateway.payload(id).asByteArray()).isEqualTo(largest);

    // And one byte more is refused
    publish("orders")
        .key(fresh("key"))
        .group("g")
        .body(Arrays.copyOf(largest, most + 1))
        .answers(413)
        .body("maxBytes", equalTo(262_144));
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "a#b/c?d%e", "!\"$&'()*+,-.:;<=>@[\\]^_`{|}"})
  void aGroupMayHaveAllVisibleCharacters(String group) {
    String name = group + fresh("");

    publish("orders").key(fresh("key")).group(name).body("x").answers(201);

    assertThat(inbox("orders").bodiesOf(name)).containsExactly("x");
  }

  @Test
  void messagesOfAGroupArriveInTheOrderOfTheirAnswers() {
    String group = fresh("group");

    for (int i = 0; i < 12; i++) {
      publish("orders").key(fresh("key")).group(group).body("" + i).answers(201);
    }

    assertThat(inbox("orders").bodiesOf(group))
        .containsExactlyElementsOf(IntStream.range(0, 12).mapToObj(Integer::toString).toList());
  }
}
