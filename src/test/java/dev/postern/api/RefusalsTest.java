package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.postern.testing.Contract;
import dev.postern.testing.Faults;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused says why, and leaves nothing behind. */
@QuarkusTest
class RefusalsTest {
  private static final String PROBLEMS = "https://postern.dev/problems/";

  /** Refused publishes: nothing is stored and nothing sent. */
  @Nested
  class Publishing {
    private int received;

    @BeforeEach
    void count() {
      Faults.forgetCalls();
      received = Inbox.ofQueue("orders.fifo").size() + Inbox.ofQueue("events").size();
    }

    @AfterEach
    void nothingWasStoredOrSent() {
      assertThat(Faults.calls(Faults.Service.DYNAMODB, "BatchExecuteStatement")).isZero();
      assertThat(Faults.calls(Faults.Service.DYNAMODB, "PutItem")).isZero();
      assertThat(Faults.calls(Faults.Service.SQS, "SendMessageBatch")).isZero();
      assertThat(Faults.calls(Faults.Service.SNS, "PublishBatch")).isZero();
      assertThat(Inbox.ofQueue("orders.fifo").size() + Inbox.ofQueue("events").size())
          .isEqualTo(received);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "Orders", "theirs"})
    void aDestinationThatIsUnknownOrAnothersIsNotFound(String name) {
      refused(
          publish(name).key(fresh("key")).group("g"), 404, "destination-unknown", "destination");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "events", "audit", "news"})
    void aKeyIsRequiredWhereItIsRequired(String name) {
      refused(publish(name).group("g"), 400, "idempotency-key-missing", "Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "\"\"",
          "\"unclosed",
          "a b",
          "a,b",
          "a;b=1",
          "\"a\";b=1",
          "\"a\", \"b\"",
          ":aGk=:",
          "?1"
        })
    void aKeyThatIsMalformedIsRefused(String key) {
      refused(publish("events").key(key), 400, "idempotency-key-malformed", "Idempotency-Key");
    }

    @Test
    void aKeyOf255CharactersIsTheLongest() {
      refused(
          publish("events").key("k".repeat(256)),
          400,
          "idempotency-key-malformed",
          "Idempotency-Key");
    }

    @ParameterizedTest
    @CsvSource({
      "Idempotency-Key, k1, k2, idempotency-key-malformed",
      "Message-Group-Id, g1, g2, group-malformed",
      "Delivery-Guarantee, at-least-once, exactly-once, guarantee-not-available",
      "Message-Delay, 1, 2, delay-malformed"
    })
    void aHeaderThatIsGivenTwiceIsRefused(String name, String one, String two, String problem) {
      Gateway.Publish call = publish("events").wrongOnPurpose();
      if (!name.equals("Idempotency-Key")) {
        call.key(fresh("key"));
      }

      Response answer = call.request().header(name, one).header(name, two).post(call.path());

      problem(answer.then(), 400, problem).body("field", equalTo(name));
    }

    @Test
    void atMostOnceTakesNoKey() {
      refused(
          publish("events").key(fresh("key")).guarantee("at-most-once"),
          400,
          "idempotency-key-not-taken",
          "Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "audit"})
    void aGroupIsRequiredOnFifo(String name) {
      refused(publish(name).key(fresh("key")), 400, "group-missing", "Message-Group-Id");
      refused(publish(name).guarantee("at-most-once"), 400, "group-missing", "Message-Group-Id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "tab\tbed", "caf\u00e9"})
    void aGroupThatIsMalformedIsRefused(String group) {
      refused(
          publish("orders").key(fresh("key")).group(group),
          400,
          "group-malformed",
          "Message-Group-Id");
    }

    @Test
    void aGroupOf128CharactersIsTheLongest() {
      refused(
          publish("orders").key(fresh("key")).group("g".repeat(129)),
          400,
          "group-malformed",
          "Message-Group-Id");
    }

    @ParameterizedTest
    @CsvSource({
      "events, exactly-once",
      "news, exactly-once",
      "once, at-least-once",
      "orders, twice",
      "orders, ''",
      "orders, EXACTLY-ONCE"
    })
    void aGuaranteeThatIsNotOfferedIsRefused(String name, String guarantee) {
      refused(
              publish(name).key(fresh("key")).group("g").guarantee(guarantee),
              400,
              "guarantee-not-available",
              "Delivery-Guarantee")
          .body("detail", containsString(name + " offers: "));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "a",
          "a=",
          "A=1",
          "a=1,",
          "a=(1 2)",
          "a=?1",
          "a=token",
          "a=\"unclosed",
          "a=:!:",
          "a=1, a=2",
          "a=1;x=2",
          "a=1;name=\"AWS.a\"",
          "a=1;name=\"a..b\"",
          "a=1;name=\"a b\"",
          "a=\"s\";type=\"Number\"",
          "postern-id=\"x\"",
          "content-type=\"x\"",
          "content-transfer-encoding=\"base64\"",
          "traceparent=\"x\"",
          "sequence=1",
          "p=1;name=\"postern-gap\"",
          "a=\"caf\u00e9\""
        })
    void attributesThatAreMalformedOrReservedAreRefused(String attributes) {
      refused(
          publish("events").key(fresh("key")).attributes(attributes),
          400,
          "attributes-malformed",
          "Message-Attributes");
    }

    @ParameterizedTest
    @CsvSource({
      "application/json, 10, 9",
      "text/plain, 9, 8",
      "application/json, 11, 10",
    })
    void moreAttributesThanAreFreeAreRefusedByTheNumberThatIs(String type, int given, int free) {
      String attributes =
          String.join(", ", IntStream.range(0, given).mapToObj(i -> "a" + i + "=1").toList());

      refused(
              publish("events").key(fresh("key")).type(type).attributes(attributes),
              400,
              "attributes-malformed",
              "Message-Attributes")
          .body("detail", containsString("at most " + free + " attributes"))
          .body("detail", containsString("these are " + given));
    }

    @Test
    void attributesHaveAtMost8Kib() {
      refused(
              publish("events").key(fresh("key")).attributes("a=\"" + "x".repeat(8192) + "\""),
              400,
              "attributes-malformed",
              "Message-Attributes")
          .body("detail", containsString("8192"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "901", "1.5", "soon", "", "9999999999", "0x1"})
    void aDelayThatIsNoneIsRefused(String delay) {
      refused(
          publish("events").key(fresh("key")).header("Message-Delay", delay),
          400,
          "delay-malformed",
          "Message-Delay");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "audit", "news"})
    void onlyStandardQueuesDelay(String name) {
      refused(
          publish(name).key(fresh("key")).group("g").header("Message-Delay", "1"),
          400,
          "delay-not-supported",
          "Message-Delay");
    }

    @Test
    void anEmptyPayloadIsRefused() {
      refused(
          publish("events").key(fresh("key")).body(new byte[0]), 400, "payload-missing", "payload");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/vnd.a+json", "Application/JSON"})
    void jsonThatIsNotUtf8IsRefused(String type) {
      refused(
          publish("events").key(fresh("key")).type(type).body(new byte[] {'"', (byte) 0xe9, '"'}),
          400,
          "payload-malformed",
          "payload");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "*/*", "text/*", "text/plain, text/html", "text/"})
    void aContentTypeThatIsNoneIsRefused(String type) {
      refused(
          publish("events").key(fresh("key")).type(type),
          400,
          "content-type-malformed",
          "Content-Type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "identity, gzip", "x"})
    void anEncodedBodyIsRefused(String encoding) {
      refused(
              publish("events").key(fresh("key")).header("Content-Encoding", encoding),
              415,
              "content-encoding-not-supported",
              "Content-Encoding")
          .header("Accept-Encoding", "identity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "application/problem+json"})
    void anAnswerThatIsNotAcceptableIsRefusedBeforeAnythingIsDone(String accept) {
      refused(
              publish("events").key(fresh("key")).header("Accept", accept),
              406,
              "not-acceptable",
              "Accept")
          .body("limit", equalTo("application/json"));
    }

    @Test
    void aPayloadThatIsLargerThanTheDestinationTakesIsRefused() {
      refused(
              publish("small").key(fresh("key")).body("x".repeat(1025)),
              413,
              "payload-too-large",
              "payload")
          .body("maxBytes", equalTo(1024))
          .body("limit", containsString("1024"));
    }

    @Test
    void aPayloadCountsInBase64() {
      // Given bytes that fit as they are, but not in base64
      byte[] bytes = new byte[800];

      refused(
              publish("small").key(fresh("key")).type("application/octet-stream").body(bytes),
              413,
              "payload-too-large",
              "payload")
          .body("maxBytes", equalTo(1024))
          .body("detail", containsString("1024"));
    }

    @Test
    void attributesCountAgainstThePayload() {
      refused(
              publish("small")
                  .key(fresh("key"))
                  .body("x".repeat(900))
                  .attributes("a=\"" + "y".repeat(200) + "\""),
              413,
              "payload-too-large",
              "payload")
          .body("maxBytes", equalTo(1024));
    }

    private ValidatableResponse refused(
        Gateway.Publish call, int status, String problem, String field) {
      return problem(call.wrongOnPurpose().send().then(), status, problem)
          .body("field", equalTo(field));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                   | idempotencyKey | must be given",
        "{\"idempotencyKey\":null}            | idempotencyKey | must be given",
        "{\"key\":\"a\"}                      | key            | unknown member key",
        "{\"idempotencyKey\":\"a\",\"x\":1}   | x              | unknown member x",
        "{\"idempotencyKey\":5}               | idempotencyKey | must be a string",
        "{\"idempotencyKey\":true}            | idempotencyKey | must be a string",
        "{\"idempotencyKey\":{}}              | idempotencyKey | must be a string",
        "{\"idempotencyKey\":[\"a\"]}         | idempotencyKey | must be a string"
      })
  void aLookUpIsReadStrictlyAndItsFaultIsNamed(String body, String field, String detail) {
    problem(lookup(body), 400, "body-malformed")
        .body("field", equalTo(field))
        .body("detail", containsString(detail));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"a\"",
        "{",
        "{\"idempotencyKey\":\"a\"} x",
        "{\"idempotencyKey\":\"a\",\"idempotencyKey\":\"a\"}"
      })
  void aLookUpThatIsNoObjectIsMalformed(String body) {
    problem(lookup(body), 400, "body-malformed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "caf\u00e9"})
  void aLookUpOfAKeyThatIsNoneIsMalformed(String key) {
    problem(lookup("{\"idempotencyKey\":\"" + key + "\"}"), 400, "idempotency-key-malformed")
        .body("field", equalTo("idempotencyKey"));
  }

  @Test
  void aLookUpThatIsNotUtf8IsMalformed() {
    // Given a key whose letter is written in two bytes that are no UTF-8
    byte[] overlong = "{\"idempotencyKey\":\"??\"}".getBytes(StandardCharsets.ISO_8859_1);
    overlong[19] = (byte) 0xc1;
    overlong[20] = (byte) 0xa1;

    problem(lookup("application/json", overlong), 400, "body-malformed")
        .body("detail", containsString("UTF-8"));
    problem(
        lookup("application/json", "{\"idempotencyKey\":\"a\"}".getBytes(StandardCharsets.UTF_16)),
        400,
        "body-malformed");
  }

  @Test
  void aLookUpOfAnotherTypeIsNotSupported() {
    problem(
            lookup("text/plain", "{}".getBytes(StandardCharsets.UTF_8)),
            415,
            "content-type-not-supported")
        .body("field", equalTo("Content-Type"));
  }

  @Test
  void aLookUpThatIsEncodedIsNotSupported() {
    problem(
            given()
                .filter(Contract.answersOnly())
                .header("Content-Encoding", "gzip")
                .contentType("application/json")
                .body("{\"idempotencyKey\":\"a\"}".getBytes(StandardCharsets.UTF_8))
                .post("/v1/destinations/events/messages/lookup")
                .then(),
            415,
            "content-encoding-not-supported")
        .header("Accept-Encoding", "identity");
  }

  @Test
  void aLookUpThatIsTooLargeIsRefused() {
    problem(lookup(" ".repeat(5000) + "{}"), 413, "payload-too-large")
        .body("maxBytes", equalTo(4096));
  }

  @Test
  void aLookUpInAnotherTenantsDestinationIsNotFound() {
    problem(Gateway.lookup("theirs", "a").then(), 404, "destination-unknown");
    problem(Gateway.lookup("nowhere", "a").then(), 404, "destination-unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "6FVN6W6ZQR9B8X557MHDH8CD3601M847VV7V",
        "nonsense",
        "6FVN6W6ZQR9B8X557MHDH8CD3601M847VV7V0",
        "%00",
        "caf%C3%A9"
      })
  void aMessageThatNeverWasIsNotFound(String id) {
    problem(
        given()
            .filter(Contract.answersOnly())
            .urlEncodingEnabled(false)
            .get("/v1/messages/" + id)
            .then(),
        404,
        "message-unknown");
    problem(
        given()
            .filter(Contract.answersOnly())
            .urlEncodingEnabled(false)
            .get("/v1/messages/" + id + "/payload")
            .then(),
        404,
        "message-unknown");
  }

  @Test
  void aKeyThatNeverWasIsNotFound() {
    problem(Gateway.lookup("events", fresh("key")).then(), 404, "message-unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/destinations/orders/messages, POST",
    "PUT, /v1/destinations/orders/messages, POST",
    "DELETE, /v1/destinations/orders/messages/lookup, POST",
    "POST, /v1/messages/6FVN6W6ZQR9B8X557MHDH8CD3601M847VV7V, 'GET, HEAD'",
    "POST, /v1/messages/6FVN6W6ZQR9B8X557MHDH8CD3601M847VV7V/payload, 'DELETE, GET, HEAD'",
    "POST, /v1/destinations, 'GET, HEAD'",
    "PATCH, /v1/destinations/orders, 'GET, HEAD'"
  })
  void aMethodThatIsNotTakenIsAnsweredWithThoseThatAre(Method method, String path, String allow) {
    problem(
            given().filter(Contract.undescribed()).request(method, path).then(),
            405,
            "method-not-allowed")
        .header("Allow", allow);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1", "/v1/mesages", "/v1/messages/a/b", "/v1/destinations/orders/messages/x"})
  void aPathThatIsNotServedIsNotFound(String path) {
    problem(given().filter(Contract.undescribed()).get(path).then(), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/destinations",
        "/v1/destinations/orders",
        "/v1/messages/6FVN6W6ZQR9B8X557MHDH8CD3601M847VV7V"
      })
  void aReadThatIsNotAcceptableIsRefused(String path) {
    problem(
            given().filter(Contract.answersOnly()).header("Accept", "text/html").get(path).then(),
            406,
            "not-acceptable")
        .body("limit", equalTo("application/json"));
  }

  @Test
  void anotherTenantsDestinationIsNotListed() {
    given()
        .filter(Contract.enforced())
        .get("/v1/destinations")
        .then()
        .statusCode(200)
        .body("destinations.name", hasItem("orders"))
        .body("destinations.name", not(hasItem("theirs")));
    problem(
        given().filter(Contract.enforced()).get("/v1/destinations/theirs").then(),
        404,
        "destination-unknown");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"*/*", "application/json", "application/*;q=0.1, text/html"})
  void aDestinationSaysWhatItTakes(String accept) {
    var call = given().filter(Contract.enforced());
    (accept == null ? call : call.header("Accept", accept))
        .get("/v1/destinations/orders")
        .then()
        .statusCode(200)
        .body("name", equalTo("orders"))
        .body("kind", equalTo("sqs-queue"))
        .body("fifo", equalTo(true))
        .body("guarantee", equalTo("exactly-once"))
        .body("retention", equalTo("PT24H"))
        .body("limits.maxPayloadBytes", equalTo(262_144))
        .body("onDead", equalTo("block"));
  }

  private static ValidatableResponse lookup(String body) {
    return lookup("application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  private static ValidatableResponse lookup(String type, byte[] body) {
    var call = given().filter(Contract.answersOnly()).header("Content-Type", type);
    return (body.length == 0 ? call : call.body(body))
        .post("/v1/destinations/events/messages/lookup")
        .then();
  }

  private static ValidatableResponse problem(ValidatableResponse answer, int status, String name) {
    return answer
        .statusCode(status)
        .body("type", equalTo(PROBLEMS + name))
        .header("Cache-Control", "no-store");
  }
}
