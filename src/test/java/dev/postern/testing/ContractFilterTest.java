package dev.postern.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract filter bites, and only where it should. */
class ContractFilterTest {
  private static final String MESSAGES = "/v1/destinations/orders/messages";
  private static final String LOOKUP = "/v1/destinations/orders/messages/lookup";
  private static final String MESSAGE = "/v1/messages/6FVN6W6ZQR9B8X557MHDH8CD3601M847VV7V";

  private HttpServer server;
  private int status;
  private byte[] body;
  private final Map<String, String> headers = new LinkedHashMap<>();

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  // Requests

  @Test
  void acceptsAPublishOfJson() {
    answerPublished();
    publish("application/json", "{\"orderId\": 42}").post(MESSAGES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"42", "null", "\"text\"", "[1, \"two\"]", "true", "{\"any\": {}}", "{not json"})
  void acceptsAnyBytesAsAJsonPayload(String payload) {
    answerPublished();
    publish("application/json", payload).post(MESSAGES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/plain; charset=iso-8859-1",
        "application/octet-stream",
        "image/png",
        "application/vnd.acme.order+json",
        "application/xml"
      })
  void acceptsAPayloadOfAnyContentType(String contentType) {
    answerPublished();
    publish(contentType, new byte[] {0, (byte) 0xC3, 0x28, '{', (byte) 0xFF}).post(MESSAGES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "\"abc\"", "0190b9a4-7d1c-7000", "\"a,b;c\"", "a:b/c=d"})
  void acceptsBothFormsOfAKey(String key) {
    answerPublished();
    given()
        .port(server.getAddress().getPort())
        .filter(Contract.enforced())
        .header("Idempotency-Key", key)
        .contentType("text/plain")
        .body("x")
        .post(MESSAGES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a,b", "abc;q=1", "ä"})
  void refusesAMalformedKey(String key) {
    answerPublished();
    assertRefused(
        () -> publish("text/plain", "x").header("Idempotency-Key", key).post(MESSAGES),
        "request",
        "Idempotency-Key");
  }

  @Test
  void refusesAHeaderOfTheWrongType() {
    answerPublished();
    assertRefused(
        () -> publish("text/plain", "x").header("Message-Delay", "soon").post(MESSAGES),
        "request",
        "Message-Delay");
    assertRefused(
        () -> publish("text/plain", "x").header("Delivery-Guarantee", "twice").post(MESSAGES),
        "request",
        "Delivery-Guarantee");
  }

  @Test
  void refusesARequestWithoutTheRequiredBody() {
    answerPublished();
    assertRefused(() -> call(Contract.enforced()).post(MESSAGES), "request", "body is required");
    assertRefused(() -> publish("text/plain", "").post(MESSAGES), "request", "body is required");
  }

  @Test
  void refusesABodyMemberOfTheWrongType() {
    answerMessage();
    call(Contract.enforced())
        .contentType("application/json")
        .body("{\"idempotencyKey\": \"order-42-created\"}")
        .post(LOOKUP);
    assertRefused(
        () ->
            call(Contract.enforced())
                .contentType("application/json")
                .body("{\"idempotencyKey\": 42}")
                .post(LOOKUP),
        "request",
        "idempotencyKey",
        "integer");
  }

  @Test
  void refusesAnUnknownMemberAndAnUndocumentedMediaTypeOfARequest() {
    answerMessage();
    assertRefused(
        () ->
            call(Contract.enforced())
                .contentType("application/json")
                .body("{\"idempotencyKey\": \"a\", \"key\": \"b\"}")
                .post(LOOKUP),
        "request",
        "[\"key\"]");
    assertRefused(
        () -> call(Contract.enforced()).contentType("text/plain").body("a").post(LOOKUP),
        "request",
        "text/plain");
  }

  @Test
  void refusesAnOperationThatIsNotDescribed() {
    answerMessage();
    assertRefused(() -> call(Contract.enforced()).get("/v2/messages"), "no such operation");
    assertRefused(() -> call(Contract.answersOnly()).delete(MESSAGE), "no such operation");
  }

  // Answers

  @Test
  void acceptsAnswersWithUnknownMembersAndWords() {
    answerMessage();
    body =
        text(body).replaceFirst("\\{", "{\"new\": {\"a\": 1}, ").getBytes(StandardCharsets.UTF_8);
    body = text(body).replace("\"published\"", "\"processed\"").getBytes(StandardCharsets.UTF_8);
    call(Contract.enforced()).get(MESSAGE);
  }

  @Test
  void refusesAnUndocumentedStatus() {
    answerMessage();
    status = 203;
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "answer", "203");
    status = 418;
    assertRefused(() -> call(Contract.answersOnly()).get(MESSAGE), "answer", "418");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "status", "acceptedAt", "attempts", "expiresAt"})
  void refusesAnAnswerWithoutARequiredMember(String member) {
    answerMessage();
    body = text(body).replace("\"" + member + "\"", "\"other\"").getBytes(StandardCharsets.UTF_8);
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "answer", "[\"" + member + "\"]");
  }

  @Test
  void refusesAnAnswerWithAMemberOfTheWrongType() {
    answerMessage();
    body =
        text(body)
            .replace("\"attempts\": 1", "\"attempts\": \"1\"")
            .getBytes(StandardCharsets.UTF_8);
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "answer", "/attempts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "2026-11-23 13:00:00.123Z",
        "2026-11-23T13:00:00Z",
        "2026-11-23T13:00:00.123456Z",
        "2026-11-23T14:00:00.123+01:00"
      })
  void refusesATimeThatIsNotInUtcWithMilliseconds(String time) {
    answerMessage();
    body = text(body).replace("2026-11-23T13:00:00.123Z", time).getBytes(StandardCharsets.UTF_8);
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "answer", "acceptedAt");
  }

  @Test
  void refusesAnAnswerOfAnUndocumentedMediaType() {
    answerMessage();
    headers.put("Content-Type", "text/html");
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "answer", "text/html");
    headers.remove("Content-Type");
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "answer", "Content-Type");
  }

  @Test
  void refusesAnAnswerWithoutItsBodyOrWithBrokenJson() {
    answerMessage();
    body = "{\"id\":".getBytes(StandardCharsets.UTF_8);
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "answer", "JSON");
    body = new byte[0];
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "answer", "no response body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ETag", "Cache-Control", "Vary"})
  void refusesAnAnswerWithoutARequiredHeader(String header) {
    answerMessage();
    headers.remove(header);
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "answer", header);
  }

  @Test
  void refusesAHeaderOfTheWrongValue() {
    answerMessage();
    headers.put("Cache-Control", "max-age=60");
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "answer", "max-age=60");
  }

  @Test
  void acceptsNotModifiedWithoutABody() {
    answerMessage();
    status = 304;
    body = new byte[0];
    headers.remove("Content-Type");
    call(Contract.enforced()).header("If-None-Match", "\"published-1\"").get(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "image/png", "text/plain; charset=utf-8"})
  void acceptsAPayloadOfAnyContentTypeAsAnAnswer(String contentType) {
    answerMessage();
    body = new byte[] {(byte) 0xFF, 0, '{'};
    headers.put("Content-Type", contentType);
    call(Contract.enforced()).get(MESSAGE + "/payload");
  }

  // Problems

  @Test
  void acceptsADocumentedProblem() {
    answerProblem(404, "message-unknown");
    Response answer = call(Contract.enforced()).get(MESSAGE);
    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @Test
  void refusesAnErrorThatIsNotAProblem() {
    answerProblem(404, "message-unknown");
    headers.put("Content-Type", "application/json");
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "answer", "application/json");
  }

  @Test
  void refusesAProblemThatIsNotDocumentedForThisAnswer() {
    answerProblem(404, "destination-unknown");
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "destination-unknown");
    answerProblem(404, "no-such-name");
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "no-such-name");
  }

  @Test
  void refusesAProblemWhoseMembersContradictTheAnswer() {
    answerProblem(404, "message-unknown");
    status = 410;
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "the problem says status 404");
    answerProblem(503, "overloaded");
    headers.put("Retry-After", "7");
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "retryAfterSeconds is 1");
  }

  @Test
  void refusesAProblemWithoutDetail() {
    answerProblem(404, "message-unknown");
    body = text(body).replace("detail", "details").getBytes(StandardCharsets.UTF_8);
    assertRefused(() -> call(Contract.enforced()).get(MESSAGE), "answer", "detail");
  }

  // Requests that are wrong on purpose

  @Test
  void toleratesAWrongRequestButNotAWrongAnswerWhereAskedTo() {
    answerProblem(400, "body-malformed");
    call(Contract.answersOnly())
        .contentType("application/json")
        .body("{\"idempotencyKey\": 42}")
        .post(LOOKUP);
    headers.put("Content-Type", "text/html");
    assertRefused(
        () ->
            call(Contract.answersOnly())
                .contentType("application/json")
                .body("{\"idempotencyKey\": 42}")
                .post(LOOKUP),
        "answer",
        "text/html");
  }

  @Test
  void holdsAnswersOutsideTheContractToItsProblems() {
    answerProblem(404, "not-found");
    call(Contract.undescribed()).get("/v1/mesages");
    answerProblem(405, "method-not-allowed");
    call(Contract.undescribed()).put(MESSAGES);
    assertRefused(() -> call(Contract.undescribed()).get(MESSAGE), "does describe");
    headers.put("Content-Type", "text/html");
    assertRefused(() -> call(Contract.undescribed()).put(MESSAGES), "text/html");
    answerProblem(404, "no-such-name");
    assertRefused(() -> call(Contract.undescribed()).get("/v1/mesages"), "no-such-name");
  }

  private RequestSpecification call(Contract contract) {
    return given().port(server.getAddress().getPort()).filter(contract);
  }

  private RequestSpecification publish(String contentType, Object payload) {
    RequestSpecification call = call(Contract.enforced()).header("Content-Type", contentType);
    return payload instanceof byte[] bytes ? call.body(bytes) : call.body((String) payload);
  }

  private void answerPublished() {
    answer(201, "Published", "application/json");
    headers.put("Location", MESSAGE);
  }

  private void answerMessage() {
    answer(200, "Published", "application/json");
    headers.put("ETag", "\"published-1\"");
  }

  private void answerProblem(int status, String name) {
    answer(status, "MessageUnknown", "application/problem+json");
    body =
        "{\"type\": \"%s%s\", \"title\": \"t\", \"status\": %d, \"detail\": \"d\"%s}"
            .formatted(
                ContractFile.PROBLEM_BASE,
                name,
                status,
                status == 503 ? ", \"retryAfterSeconds\": 1" : "")
            .getBytes(StandardCharsets.UTF_8);
  }

  private void answer(int status, String example, String contentType) {
    this.status = status;
    body =
        ContractFile.find("#/components/examples/" + example)
            .orElseThrow()
            .get("value")
            .toPrettyString()
            .replace("\" : ", "\": ")
            .getBytes(StandardCharsets.UTF_8);
    headers.clear();
    headers.put("Content-Type", contentType);
    headers.put("Cache-Control", "no-store");
    headers.put("Vary", "Prefer");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void assertRefused(ThrowingCallable call, CharSequence... texts) {
    assertThatThrownBy(call)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("is not as the contract says")
        .hasMessageContainingAll(texts);
  }
}
