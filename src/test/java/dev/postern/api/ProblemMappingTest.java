package dev.postern.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemMappingTest {
  @TestHTTPResource URI server;

  @ParameterizedTest
  @ValueSource(strings = {"/nope", "/trial/nope", "/v1/nope", "/q/nope", "/trial/items/x"})
  void whatIsNotServedIsNotFound(String path) {
    problem(given().get(path).then(), 404, "not-found")
        .body("detail", equalTo("Nothing is served at " + path + "."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nope", "/trial/invalid", "/trial/unexpected"})
  void aProblemNamesItsCallersTraceAlsoWhereNoneIsRecorded(String path) {
    given()
        .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        .get(path)
        .then()
        .body("traceId", equalTo("0af7651916cd43dd8448eb211c80319c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi.yaml", "/openapi", "/q/health", "/q/swagger-ui/", "/q/metrics"})
  void whatIsServedBesideTheResourcesStaysServed(String path) {
    given().get(path).then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /trial/items/1, 'DELETE, GET, HEAD'",
    "DELETE, /trial/json, POST",
    "PATCH, /trial/number, 'GET, HEAD'"
  })
  void aMethodThatIsNotTakenIsAnsweredWithThoseThatAre(Method method, String path, String allow) {
    problem(given().request(method, path).then(), 405, "method-not-allowed")
        .header("Allow", allow)
        .body("limit", equalTo(allow))
        .body("detail", equalTo(path + " takes " + allow + ", not " + method + "."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "nonsense"})
  void anAnswerThatIsNotAcceptableIsNotGiven(String accept) {
    problem(given().header("Accept", accept).get("/trial/items/1").then(), 406, "not-acceptable");
  }

  @Test
  void aBodyOfAnotherTypeIsNotSupported() {
    problem(post("text/plain", "{}"), 415, "content-type-not-supported")
        .body("field", equalTo("Content-Type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/trial/json", "/trial/bytes"})
  void aContentTypeThatIsNoneIsMalformed(String path) {
    problem(
            given().header("Content-Type", "nonsense").body(new byte[1]).post(path).then(),
            400,
            "content-type-malformed")
        .body("field", equalTo("Content-Type"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"keg\":1}              | keg           | The body has the unknown member keg; known is"
            + " count, flag, key, more, parts.",
        "{\"parts\":[{},{\"n\":1}]} | parts[1].n    | The body has the unknown member parts[1].n;"
            + " known is name.",
        "{\"key\":5}              | key           | In the body, key must be a string.",
        "{\"key\":true}           | key           | In the body, key must be a string.",
        "{\"key\":{}}             | key           | In the body, key must be a string.",
        "{\"count\":\"5\"}        | count         | In the body, count must be a whole number that"
            + " is not too large.",
        "{\"count\":5.5}          | count         | In the body, count must be a whole number that"
            + " is not too large.",
        "{\"flag\":\"true\"}      | flag          | In the body, flag must be true or false.",
        "{\"flag\":1}             | flag          | In the body, flag must be true or false.",
        "{\"parts\":{}}           | parts         | In the body, parts must be an array.",
        "{\"parts\":\"\"}         | parts         | In the body, parts must be an array.",
        "{\"more\":[]}            | more          | In the body, more must be an object.",
        "{\"parts\":[{\"name\":1}]} | parts[0].name | In the body, parts[0].name must be a string."
      })
  void aBodyIsReadStrictlyAndItsFaultIsNamed(String body, String field, String detail) {
    problem(post("application/json", body), 400, "body-malformed")
        .body("field", equalTo(field))
        .body("detail", equalTo(detail));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"\"",
        "5",
        "{",
        "{} x",
        "{}{}",
        "nul",
        "{\"key\":\"a\",\"key\":\"b\"}",
        "{\"count\":99999999999}",
        "{\"key\":\"\u0001\"}"
      })
  void aBodyThatIsNotTheJsonAskedForIsMalformed(String body) {
    problem(post("application/json", body), 400, "body-malformed");
  }

  @Test
  void aBodyAsDescribedIsRead() {
    post("application/json", "{\"key\":\"a\",\"parts\":[{\"name\":null}]}")
        .statusCode(200)
        .body("key", equalTo("a"));
  }

  @Test
  void aFlawIsAnsweredWithFieldAndLimit() {
    problem(given().get("/trial/invalid").then(), 400, "group-missing")
        .body("field", equalTo("Message-Group-Id"))
        .body("limit", equalTo("be given"))
        .body("detail", equalTo("Message-Group-Id must be given."));
  }

  @Test
  void aFlawIsFoundWithinTheStagesThatWrapIt() {
    problem(given().get("/trial/wrapped").then(), 400, "delay-malformed");
  }

  @Test
  void aProblemThatNamesATimeToRetryNamesItInTheHeader() {
    problem(given().get("/trial/refused").then(), 503, "overloaded")
        .header("Retry-After", "3")
        .body("retryAfterSeconds", equalTo(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/trial/unexpected", "/trial/error"})
  void whatIsUnexpectedIsAnsweredWithoutAWordOfIt(String path) {
    String body =
        problem(given().get(path).then(), 500, "internal-error")
            .body("field", nullValue())
            .extract()
            .asString();
    assertThat(body).doesNotContain("secret").doesNotContain("Exception").doesNotContain("java");
  }

  @Test
  void aHeaderThatCantBeReadIsAMalformedRequest() {
    problem(given().header("N", "x").get("/trial/number").then(), 400, "request-malformed");
  }

  @Test
  void aBodyThatIsAnnouncedAsTooLargeIsRefusedBeforeItIsSent() throws IOException {
    assertThat(
            exchange(
                "POST /trial/bytes HTTP/1.1",
                "Host: a",
                "Content-Type: text/plain",
                "Content-Length: 11000000",
                "",
                ""))
        .startsWith("HTTP/1.1 413 ")
        .contains(
            "application/problem+json",
            "/problems/payload-too-large",
            "\"maxBytes\":10485760",
            "\"traceId\":");
  }

  private String exchange(String... lines) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ValidatableResponse post(String type, String body) {
    return given()
        .header("Content-Type", type)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/trial/json")
        .then();
  }

  private static ValidatableResponse problem(ValidatableResponse answer, int status, String name) {
    return answer
        .statusCode(status)
        .contentType(Problem.MEDIA_TYPE)
        .header("Cache-Control", "no-store")
        .body("type", equalTo("https://postern.dev/problems/" + name))
        .body("status", equalTo(status))
        .body("traceId", matchesPattern("[0-9a-f]{32}"));
  }
}
