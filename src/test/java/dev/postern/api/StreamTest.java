package dev.postern.api;

import static dev.postern.testing.Gateway.fresh;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.testing.Contract;
import dev.postern.testing.Faults;
import dev.postern.testing.Faults.Service;
import dev.postern.testing.Gateway;
import dev.postern.testing.Inbox;
import dev.postern.testing.RawHttp;
import dev.postern.testing.Ready;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any number of messages in one request, answered line by line while they come. */
@QuarkusTest
@Timeout(120)
class StreamTest {
  private static final String PROBLEMS = "https://postern.dev/problems/";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource URI server;

  private final Inbox orders = Inbox.ofQueue("orders.fifo");

  @BeforeEach
  void begin() {
    Ready.await();
  }

  @AfterEach
  void clear() {
    Faults.clear();
  }

  private static String line(String group, Object payload) {
    return "{\"idempotencyKey\":\"%s\",\"groupId\":\"%s\",\"payload\":%s}\n"
        .formatted(fresh("key"), group, payload);
  }

  private static Response send(byte[] body, String prefer) {
    return given()
        .filter(Contract.enforced())
        .config(
            RestAssured.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs(
                            StreamResource.NDJSON, io.restassured.http.ContentType.TEXT)))
        .header("Content-Type", StreamResource.NDJSON)
        .header("Prefer", prefer)
        .body(body)
        .post("/v1/destinations/orders/messages/stream");
  }

  private static List<JsonNode> lines(String body) {
    try {
      List<JsonNode> lines = new ArrayList<>();
      for (String line : body.lines().toList()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  private static List<JsonNode> answered(String body) {
    return answered(body.getBytes(StandardCharsets.UTF_8), "wait=25");
  }

  private static List<JsonNode> answered(byte[] body, String prefer) {
    Response answer = send(body, prefer);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/x-ndjson;charset=UTF-8");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    return lines(answer.asString());
  }

  private static String problem(JsonNode line) {
    return line.at("/problem/type").asText().replace(PROBLEMS, "");
  }

  private static String last(int accepted, int failed) {
    return "{\"done\":true,\"accepted\":%d,\"failed\":%d}".formatted(accepted, failed);
  }

  @Test
  void everyLineIsAnsweredInOrderAndTheGroupKeepsItsOwn() {
    String group = fresh("group");
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      body.append(line(i % 10 == 0 ? group : fresh("group"), i));
    }

    List<JsonNode> answers = answered(body.toString());

    assertThat(answers).hasSize(301);
    for (int i = 0; i < 300; i++) {
      assertThat(answers.get(i).path("line").asInt()).isEqualTo(i + 1);
      assertThat(answers.get(i).path("status").asInt()).isEqualTo(201);
      assertThat(answers.get(i).at("/message/status").asText()).isEqualTo("published");
    }
    assertThat(answers.get(300)).hasToString(last(300, 0));
    assertThat(orders.bodiesOf(group))
        .isEqualTo(IntStream.range(0, 30).mapToObj(i -> Integer.toString(i * 10)).toList());
  }

  @Test
  void aBrokenLineHasItsOwnAnswerAndTheStreamGoesOn() throws IOException {
    String group = fresh("group");
    byte[] broken = line(group, "\"x\"").getBytes(StandardCharsets.UTF_8);
    broken[broken.length - 4] = (byte) 0xff;
    var body = new java.io.ByteArrayOutputStream();
    body.writeBytes("{\"payload\n".getBytes(StandardCharsets.UTF_8));
    body.writeBytes(broken);
    body.writeBytes((" ".repeat(Lines.MOST_BYTES) + "1\n\n").getBytes(StandardCharsets.UTF_8));
    body.writeBytes("[]\n{\"more\":1}\n".getBytes(StandardCharsets.UTF_8));
    body.writeBytes(line(group, "1").getBytes(StandardCharsets.UTF_8));

    List<JsonNode> answers = answered(body.toByteArray(), "wait=25");

    assertThat(answers.stream().map(StreamTest::problem))
        .containsExactly(
            "body-malformed",
            "body-malformed",
            "line-too-long",
            "body-malformed",
            "body-malformed",
            "",
            "");
    assertThat(answers.stream().map(answer -> answer.path("line").asInt()))
        .containsExactly(1, 2, 3, 5, 6, 7, 0);
    assertThat(answers.get(0).at("/problem/detail").asText()).contains("not JSON");
    assertThat(answers.get(1).at("/problem/detail").asText()).contains("UTF-8");
    assertThat(answers.get(5).path("status").asInt()).isEqualTo(201);
    assertThat(answers.get(6)).hasToString(last(1, 5));
  }

  @Test
  void aRefusalRefusesTheLaterLinesOfItsGroupForTheRestOfTheStream() {
    String group = fresh("group");
    StringBuilder body = new StringBuilder(line(group, 1) + line(group, "\"\""));
    for (int i = 0; i < 300; i++) {
      body.append(line(fresh("group"), i));
    }
    body.append(line(group, 2));
    // Broken, but its group can be told.
    String other = fresh("group");
    body.append(line(other, 1).replace("\"payload\"", "\"pay\"")).append(line(other, 2));

    List<JsonNode> answers = answered(body.toString());

    assertThat(problem(answers.get(1))).isEqualTo("payload-missing");
    assertThat(problem(answers.get(302))).isEqualTo("predecessor-refused");
    assertThat(problem(answers.get(303))).isEqualTo("body-malformed");
    assertThat(problem(answers.get(304))).isEqualTo("predecessor-refused");
    assertThat(answers.get(305)).hasToString(last(301, 4));
    assertThat(orders.bodiesOf(group)).containsExactly("1");
    assertThat(orders.bodiesOf(other)).isEmpty();
  }

  @Test
  void aStreamThatRefusesTooManyGroupsEndsAndSaysSo() {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      body.append(line(fresh("group"), "\"\""));
    }

    List<JsonNode> answers = answered(body.toString());

    JsonNode last = answers.get(answers.size() - 1);
    assertThat(last.path("done").asBoolean(true)).isFalse();
    assertThat(problem(last)).isEqualTo("too-many-groups-refused");
    assertThat(last.path("failed").asInt())
        .isEqualTo(answers.size() - 1)
        .isBetween(MessageStream.MOST_REFUSED_GROUPS, MessageStream.MOST_REFUSED_GROUPS + 256);
  }

  @Test
  void withReturnMinimalOnlyFailuresAndTheLastLineAreAnswered() {
    String body = line(fresh("g"), 1) + line(fresh("g"), "\"\"") + line(fresh("g"), 3);

    Response answer = send(body.getBytes(StandardCharsets.UTF_8), "return=minimal, wait=25");

    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=25, return=minimal");
    List<JsonNode> lines = lines(answer.asString());
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).path("line").asInt()).isEqualTo(2);
    assertThat(lines.get(1)).hasToString(last(2, 1));
  }

  @Test
  void anEmptyStreamIsWhole() {
    assertThat(answered("\n")).hasToString("[" + last(0, 0) + "]");
  }

  @Test
  void wrongTypesAndUnknownDestinationsAreRefusedBeforeTheStreamBegins() {
    given()
        .filter(Contract.answersOnly())
        .header("Content-Type", "application/json")
        .body("{}")
        .post("/v1/destinations/orders/messages/stream")
        .then()
        .statusCode(415);
    given()
        .filter(Contract.answersOnly())
        .header("Content-Type", StreamResource.NDJSON)
        .post("/v1/destinations/nowhere/messages/stream")
        .then()
        .statusCode(404)
        .body("type", equalTo(PROBLEMS + "destination-unknown"));
  }

  private RawHttp open() throws IOException {
    return RawHttp.open(server)
        .lines(
            "POST /v1/destinations/orders/messages/stream HTTP/1.1",
            "Host: gateway",
            "Content-Type: application/x-ndjson",
            "Transfer-Encoding: chunked",
            "Prefer: wait=25",
            "");
  }

  private static RawHttp chunk(RawHttp connection, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return connection.lines(Integer.toHexString(bytes.length)).bytes(bytes).lines("");
  }

  @Test
  void aLineIsAnsweredBeforeTheNextIsSent() throws IOException {
    try (RawHttp connection = open()) {
      chunk(connection, line(fresh("g"), 1));
      assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
      assertThat(connection.line("\"line\":1,")).contains("\"status\":201");

      String next = line(fresh("g"), 2);
      chunk(connection, next.substring(0, 10));
      chunk(connection, next.substring(10));
      assertThat(connection.line("\"line\":2,")).contains("\"status\":201");

      connection.lines("0", "");
      assertThat(connection.line("\"done\"")).isEqualTo(last(2, 0));
    }
  }

  @Test
  void whatWasAnsweredIsKeptWhenTheClientHangsUp() throws IOException {
    String group = fresh("group");
    String id;
    try (RawHttp connection = open()) {
      chunk(connection, line(group, 1) + line(group, 2).substring(0, 20));
      id = lines(connection.line("\"line\":1,")).get(0).at("/message/id").asText();
    }

    // Then it is there, once, and half a line is none
    assertThat(Gateway.statusAtLast(id).<String>path("status")).isEqualTo("published");
    assertThat(orders.bodiesOf(group)).containsExactly("1");

    // And its place among the streams is free again
    for (int i = 0; i < 2 * Streams.MOST; i++) {
      try (RawHttp connection = open()) {
        chunk(connection, line(fresh("g"), 1));
        assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void whereOthersPublishTooATenantHasHalfOfTheStreams() throws IOException {
    List<RawHttp> open = new ArrayList<>();
    try {
      while (open.size() < Streams.MOST / 2) {
        RawHttp connection = open();
        open.add(connection);
        chunk(connection, line(fresh("g"), open.size()));
        assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
      }

      send(line(fresh("g"), 1).getBytes(StandardCharsets.UTF_8), "wait=1")
          .then()
          .statusCode(503)
          .header("Retry-After", "1")
          .body("type", equalTo(PROBLEMS + "overloaded"));
    } finally {
      for (RawHttp connection : open) {
        connection.close();
      }
    }
  }

  @Test
  void aStreamThatIsRefusedForItsHeadersTakesNoPlace() throws IOException {
    for (int i = 0; i < Streams.MOST; i++) {
      given()
          .header("Content-Type", "application/x-ndjson")
          .header("Expected-Sequence", "1")
          .body(line(fresh("g"), 1).getBytes(StandardCharsets.UTF_8))
          .post("/v1/destinations/orders/messages/stream")
          .then()
          .statusCode(400);
    }

    try (RawHttp connection = open()) {
      chunk(connection, line(fresh("g"), 1));
      assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
    }
  }

  /** More than every buffer between the two holds: whoever is not read from is stopped. */
  @Test
  void aClientThatDoesNotReadItsAnswersIsNotReadFromEither() throws IOException {
    String broken = "{}\n".repeat(20_000);
    int written = 0;
    try (RawHttp connection = open()) {
      connection.giveUpWritingAfter(3_000);
      while (written < 2_000) {
        chunk(connection, broken);
        written++;
      }
    } catch (SocketTimeoutException stopped) {
      // As it should be.
    }
    assertThat(written).isBetween(1, 1_999);
  }

  @Test
  void withTheStoreDownALineIsToldSoAndItsGroupWaits() {
    String group = fresh("group");
    Faults.in(Service.DYNAMODB).refuse();

    List<JsonNode> answers =
        answered(
            (line(group, 1) + line(group, 2)).getBytes(StandardCharsets.UTF_8), "respond-async");

    assertThat(problem(answers.get(0))).isEqualTo("store-unavailable");
    assertThat(problem(answers.get(1))).isEqualTo("predecessor-refused");
    assertThat(answers.get(2)).hasToString(last(0, 2));
  }
}
