package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.postern.testing.Contract;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import dev.postern.testing.Ready;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** An event that one CloudEvents SDK sends is the event that another one reads from the queue. */
@QuarkusTest
@TestProfile(CloudEventsTest.WithBinary.class)
@Timeout(120)
class CloudEventsTest {
  /** Beside the usual destinations one on which events travel in binary mode. */
  public static class WithBinary implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "postern.destinations.binary.sqs-queue", "binary-events",
          "postern.destinations.binary.cloudevents", "binary");
    }
  }

  private static final String PROBLEMS = "https://postern.dev/problems/";
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final JsonFormat JSON = new JsonFormat();

  private final Inbox events = Inbox.ofQueue("events");
  private final Inbox orders = Inbox.ofQueue("orders.fifo");
  private final Inbox binary = Inbox.ofQueue("binary-events");

  @BeforeEach
  void begin() {
    Ready.await();
  }

  private static CloudEventBuilder event() {
    return CloudEventBuilder.v1()
        .withId(fresh("id"))
        .withSource(URI.create("/shop?x=1#y"))
        .withType("order.created")
        .withSubject("order-42")
        .withTime(OffsetDateTime.parse("2026-11-24T11:00:00.123Z"))
        .withExtension("region", "eu");
  }

  private static CloudEvent event(String type, String data) {
    CloudEventBuilder event = event();
    return type == null
        ? event.build()
        : event.withData(type, data.getBytes(StandardCharsets.UTF_8)).build();
  }

  private static Response send(
      Contract contract, String name, Map<String, String> headers, byte[] body) {
    var request =
        given()
            .config(
                RestAssured.config()
                    .encoderConfig(
                        EncoderConfig.encoderConfig()
                            .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
            .filter(contract)
            .headers(headers);
    return (body.length == 0 ? request : request.body(body))
        .post("/v1/destinations/" + name + "/cloudevents");
  }

  private static Response inBinaryMode(String name, CloudEvent event) {
    Map<String, String> headers = new HashMap<>();
    byte[][] body = {{}};
    HttpMessageFactory.createWriter(
            headers::put, bytes -> body[0] = bytes == null ? body[0] : bytes)
        .writeBinary(event);
    return send(Contract.enforced(), name, headers, body[0]);
  }

  private static Response structured(String name, String body, String... headers) {
    return typed(Contract.answersOnly(), STRUCTURED, name, body, headers);
  }

  private static Response typed(
      Contract contract, String type, String name, String body, String... headers) {
    Map<String, String> all = new HashMap<>(Map.of("Content-Type", type));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return send(contract, name, all, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String json(String id, String more) {
    return "{\"specversion\":\"1.0\",\"id\":\""
        + id
        + "\",\"source\":\"/s\",\"type\":\"t\""
        + more
        + "}";
  }

  private static CloudEvent read(Message message) {
    assertThat(Inbox.attribute(message, "content-type")).isEqualTo(STRUCTURED);
    return JSON.deserialize(message.body().getBytes(StandardCharsets.UTF_8));
  }

  private static CloudEvent readBinary(Message message) {
    Map<String, String> headers = new HashMap<>();
    message.messageAttributes().forEach((name, value) -> headers.put(name, value.stringValue()));
    headers.putIfAbsent("content-type", "application/json");
    return HttpMessageFactory.createReader(headers, message.body().getBytes(StandardCharsets.UTF_8))
        .toEvent();
  }

  private static void assertSame(CloudEvent read, CloudEvent sent) {
    assertThat(read.getAttributeNames()).isEqualTo(sent.getAttributeNames());
    sent.getAttributeNames()
        .forEach(name -> assertThat(read.getAttribute(name)).isEqualTo(sent.getAttribute(name)));
    assertThat(read.getExtensionNames()).isEqualTo(sent.getExtensionNames());
    sent.getExtensionNames()
        .forEach(name -> assertThat(read.getExtension(name)).isEqualTo(sent.getExtension(name)));
    assertThat(read.getData() == null).isEqualTo(sent.getData() == null);
    if (sent.getData() != null) {
      assertThat(new String(read.getData().toBytes(), StandardCharsets.UTF_8))
          .isEqualTo(new String(sent.getData().toBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String id(Response answer) {
    return answer.then().statusCode(201).extract().path("id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "application/json|{\"order\":42}",
        "application/shop+json|[1,\"caf\u00e9\"]",
        "application/json|not json",
        "text/plain|caf\u00e9 \ud83d\udce6 \"quoted\"",
        "application/xml|<a/>",
        "-|-"
      })
  void anEventArrivesAsItWasSentInEitherMode(String type, String data) {
    if (type != null) { // The HTTP client would add one.
      CloudEvent first = event(type, data);
      assertSame(read(events.only(id(inBinaryMode("events", first)))), first);
    }
    if (!"not json".equals(data)) { // Of which the SDK would make a body that is not JSON.
      CloudEvent second = event(type, data);
      String body = new String(JSON.serialize(second), StandardCharsets.UTF_8);
      Message message = events.only(id(typed(Contract.enforced(), STRUCTURED, "events", body)));
      assertThat(message.body()).isEqualTo(body);
      assertSame(read(message), second);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|{\"order\":42}",
        "text/plain|caf\u00e9 \ud83d\udce6",
        "application/xml|<a/>"
      })
  void whereTheDestinationSaysSoAttributesTravelAsAttributes(String type, String data) {
    CloudEvent first = event(type, data);
    Message message = binary.only(id(inBinaryMode("binary", first)));
    assertThat(message.body()).isEqualTo(data);
    assertThat(Inbox.attribute(message, "ce-type")).isEqualTo("order.created");
    assertSame(readBinary(message), first);

    CloudEvent second = event(type, data);
    String body = new String(JSON.serialize(second), StandardCharsets.UTF_8);
    assertSame(readBinary(binary.only(id(structured("binary", body)))), second);
  }

  @Test
  void numbersInDataKeepTheirSpelling() {
    String data = "{\"n\": 1.0e2, \"m\":12345678901234567890.10}";

    String id = id(structured("binary", json(fresh("id"), ",\"data\":" + data)));

    assertThat(binary.only(id).body()).isEqualTo(data);
  }

  @Test
  void headersAreReadFromTheirPercentEncoding() {
    Map<String, String> headers =
        Map.of(
            "ce-specversion", "1.0",
            "ce-id", fresh("id"),
            "ce-source", "/s",
            "ce-type", "t",
            "ce-city", "Euro%20%E2%82%AC%25");

    String id = id(send(Contract.enforced(), "events", headers, new byte[0]));

    assertThat(read(events.only(id)).getExtension("city")).isEqualTo("Euro \u20ac%");
  }

  @Test
  void theSameEventAgainIsAReplayAndAnotherOneOfItsNameIsRefused() {
    CloudEvent event = event("application/json", "{\"n\":1}");

    Response first = inBinaryMode("events", event);
    Response again = inBinaryMode("events", event);

    assertThat(id(again)).isEqualTo(id(first));
    assertThat(first.header("Idempotent-Replayed")).isNull();
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    inBinaryMode("events", CloudEventBuilder.v1(event).withType("other").build())
        .then()
        .statusCode(422)
        .body("type", equalTo(PROBLEMS + "idempotency-key-reused"));
    events.only(id(first));
  }

  @Test
  void sourceAndIdTogetherAreTheKeyAndAGivenOneGoesBefore() {
    String id = fresh("");
    String one = json("b" + id, ",\"x\":\"1\"");
    String cutElsewhere = one.replace("\"b" + id, "\"" + id).replace("/s", "/sb");

    String first = id(structured("events", one));
    assertThat(id(structured("events", cutElsewhere))).isNotEqualTo(first);

    String key = fresh("key");
    String third = id(structured("events", one, "Idempotency-Key", key));
    assertThat(third).isNotEqualTo(first);
    assertThat(Gateway.lookup("events", key).<String>path("id")).isEqualTo(third);
  }

  @Test
  void thePartitionKeyIsTheGroupUnlessOneIsGiven() {
    String group = fresh("group");
    String body = json(fresh("id"), ",\"partitionkey\":\"" + group + "\"");

    id(structured("orders", body));
    assertThat(orders.bodiesOf(group)).containsExactly(body);

    String other = fresh("other");
    String next = json(fresh("id"), ",\"partitionkey\":\"" + group + "\"");
    id(structured("orders", next, "Message-Group-Id", other));
    assertThat(orders.bodiesOf(other)).containsExactly(next);
  }

  @Test
  void aGroupThatIsNoneOrMissingIsRefused() {
    structured("orders", json(fresh("id"), ",\"partitionkey\":\"a b\""))
        .then()
        .statusCode(400)
        .body("type", equalTo(PROBLEMS + "group-malformed"))
        .body("field", equalTo("partitionkey"));
    structured("orders", json(fresh("id"), ""))
        .then()
        .statusCode(400)
        .body("type", equalTo(PROBLEMS + "group-missing"));
  }

  @Test
  void atMostOnceNeedsNoKeyAndKeepsNone() {
    structured("events", json(fresh("id"), ""), "Delivery-Guarantee", "at-most-once")
        .then()
        .statusCode(201)
        .body("id", nullValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'specversion':'1.0','id':'1','type':'t'|source",
        "'specversion':'1.0','source':'/s','type':'t'|id",
        "'specversion':'1.0','id':'1','source':'/s'|type",
        "'specversion':'1.0','id':'1','source':'/s','type':null|type",
        "'id':'1','source':'/s','type':'t'|specversion",
        "'specversion':'0.3','id':'1','source':'/s','type':'t'|specversion",
        "'specversion':'1.0','id':'','source':'/s','type':'t'|id",
        "'specversion':'1.0','id':1,'source':'/s','type':'t'|id",
        "'specversion':'1.0','id':'1','source':'a b','type':'t'|source",
        "'specversion':'1.0','id':'1','source':'/s','type':'t','time':'now'|time",
        "'specversion':'1.0','id':'1','source':'/s','type':'t','dataschema':'a b'|dataschema",
        "'specversion':'1.0','id':'1','source':'/s','type':'t','datacontenttype':'json'|datacontenttype",
        "'specversion':'1.0','id':'1','source':'/s','type':'t','Big':'x'|Big",
        "'specversion':'1.0','id':'1','source':'/s','type':'t','x':{}|x",
        "'specversion':'1.0','id':'1','source':'/s','type':'t','x':1.5|x",
        "'specversion':'1.0','id':'1','source':'/s','type':'t','x':4294967296|x",
        "'specversion':'1.0','id':'1','id':'2','source':'/s','type':'t'|id",
        "'specversion':'1.0','id':'1','source':'/s','type':'t','data':1,'data_base64':'aGk='|data",
        "'specversion':'1.0','id':'1','source':'/s','type':'t','data_base64':'?'|data_base64",
        "'specversion':'1.0','id':'1','source':'/s','type':'t','datacontenttype':'text/plain','data':1|data",
        "'specversion':'1.0'|id",
        "'specversion':'1.0',|body"
      })
  void anEventThatIsNoneIsRefusedByWhatIsWrongWithIt(String members, String field) {
    structured("events", "{" + members.replace('\'', '"') + "}")
        .then()
        .statusCode(400)
        .body("type", equalTo(PROBLEMS + "cloudevent-malformed"))
        .body("field", equalTo(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{} {}"})
  void aBodyThatIsNoEventIsRefused(String body) {
    structured("events", body)
        .then()
        .statusCode(400)
        .body("type", equalTo(PROBLEMS + "cloudevent-malformed"));
  }

  @Test
  void anEventThatIsNotUtf8IsRefused() {
    byte[] body = json("1", ",\"data\":\"x\"").getBytes(StandardCharsets.UTF_8);
    body[body.length - 3] = (byte) 0xff;

    send(Contract.answersOnly(), "events", Map.of("Content-Type", STRUCTURED), body)
        .then()
        .statusCode(400)
        .body("type", equalTo(PROBLEMS + "cloudevent-malformed"));
  }

  @Test
  void anotherFormatOfEventsIsRefused() {
    typed(Contract.answersOnly(), "application/cloudevents+avro", "events", "x")
        .then()
        .statusCode(415)
        .body("type", equalTo(PROBLEMS + "content-type-not-supported"));
  }

  @Test
  void tooManyAttributesAreRefusedAndTracingGivesWayFirst() {
    String more =
        ",\"datacontenttype\":\"text/plain\",\"data\":\"x\",\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"";
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    Message full =
        binary.only(
            id(
                structured(
                    "binary", json(fresh("id"), more + ",\"d\":\"4\""), "traceparent", trace)));
    assertThat(full.messageAttributes()).hasSize(10).doesNotContainKey("traceparent");
    Message roomy =
        binary.only(id(structured("binary", json(fresh("id"), more), "traceparent", trace)));
    assertThat(roomy.messageAttributes()).hasSize(10).containsKey("traceparent");

    structured("binary", json(fresh("id"), more + ",\"d\":\"4\""), "Message-Attributes", "e=5")
        .then()
        .statusCode(400)
        .body("type", equalTo(PROBLEMS + "attributes-malformed"))
        .body(
            "limit",
            equalTo(
                "have, together with those of the event, at most 8 attributes beside those that"
                    + " Postern adds to this message, these are 9"));
  }

  @Test
  void aBatchHasAResultForEachEventAndKeepsTheOrderOfAGroup() {
    String group = fresh("group");
    String partition = ",\"partitionkey\":\"" + group + "\"";
    List<String> bodies =
        List.of(json(fresh("id"), partition + ", \"data\" : 1"), json(fresh("id"), partition));

    typed(Contract.enforced(), BATCH, "orders", "[" + String.join(" , ", bodies) + "]")
        .then()
        .statusCode(200)
        .body("failed", equalTo(0))
        .body("results[1].status", equalTo(201));
    assertThat(orders.bodiesOf(group)).isEqualTo(bodies);

    typed(
            Contract.answersOnly(),
            BATCH,
            "orders",
            "["
                + String.join(
                    ",",
                    bodies.get(0),
                    "{\"id\":\"x\"" + partition + "}",
                    json("z" + group, partition))
                + "]")
        .then()
        .statusCode(207)
        .body("failed", equalTo(2))
        .body("results[0].replayed", equalTo(true))
        .body("results[1].problem.type", equalTo(PROBLEMS + "cloudevent-malformed"))
        .body("results[1].problem.field", equalTo("specversion"))
        .body("results[2].problem.type", equalTo(PROBLEMS + "predecessor-refused"));

    typed(Contract.answersOnly(), BATCH, "orders", "[{}," + json(fresh("id"), "") + "]")
        .then()
        .statusCode(422)
        .body("type", equalTo(PROBLEMS + "batch-refused"))
        .body("results[1].problem.type", equalTo(PROBLEMS + "group-missing"))
        .body("results[1].problem.field", equalTo("partitionkey"));
  }

  @Test
  void aBatchIsOneToAHundredEventsWithoutAKeyForAll() {
    String hundredAndOne =
        IntStream.range(0, 101)
            .mapToObj(i -> json(fresh("id"), ""))
            .collect(Collectors.joining(",", "[", "]"));
    for (String wrong : List.of("[]", "{}", "[", hundredAndOne)) {
      typed(Contract.answersOnly(), BATCH, "events", wrong)
          .then()
          .statusCode(400)
          .body("type", equalTo(PROBLEMS + "cloudevent-malformed"));
    }
    typed(
            Contract.enforced(),
            BATCH,
            "events",
            "[" + json(fresh("id"), "") + "]",
            "Idempotency-Key",
            "k")
        .then()
        .statusCode(400)
        .body("type", equalTo(PROBLEMS + "idempotency-key-malformed"));
  }
}
