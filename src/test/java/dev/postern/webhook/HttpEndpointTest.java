package dev.postern.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.postern.message.Attribute;
import dev.postern.message.Bytes;
import dev.postern.subscription.Endpoint;
import dev.postern.subscription.Endpoint.Answered;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What endpoints get, and what comes of their answers. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpEndpointTest {
  private static final Vertx VERTX = Vertx.vertx();

  private final Consumer consumer = new Consumer(VERTX);
  private final Calls calls = new Calls(VERTX);

  @BeforeEach
  void theHostIsHere() {
    calls.where("hooks.example", "127.0.0.1");
  }

  @AfterAll
  static void close() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  private static String url(int port) {
    return "http://hooks.example:" + port + "/in";
  }

  @Test
  void theMessageIsPostedToTheEndpointAsItIs() throws Exception {
    int port = consumer.answering(request -> request.response().end("done"));

    Endpoint.Result result =
        calls
            .begin(
                Given.subscription(url(port) + "/%7Ea?b=c%20d"),
                Given.numbered("{\"a\":\"\u00fc\"}", Map.of("tier", new Attribute.Numeric("3"))),
                2)
            .join();

    assertThat(result).isEqualTo(new Answered(200, Optional.empty(), bytes("done"), false));
    Consumer.Received received = consumer.received().get(0);
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.uri()).isEqualTo("/in/%7Ea?b=c%20d");
    assertThat(received.body()).isEqualTo(Buffer.buffer("{\"a\":\"\u00fc\"}"));
    assertThat(received.header("host")).isEqualTo("hooks.example:" + port);
    assertThat(received.header("content-type")).isEqualTo("application/json");
    assertThat(received.header("webhook-timestamp")).isEqualTo("1795521600");
    assertThat(received.header("webhook-signature"))
        .startsWith(
            new Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .sign("5V9JP8SFQ83V9", 1795521600, "{\"a\":\"\u00fc\"}"));
    assertThat(received.header("postern-group")).isEqualTo("order-7");
    assertThat(received.header("postern-sequence")).isEqualTo("42");
    assertThat(received.header("postern-attempt")).isEqualTo("2");
    assertThat(received.header("postern-attributes")).isEqualTo("tier=3");
  }

  @Test
  void theSignatureCoversTheWholeEvent() throws Exception {
    int port = consumer.answering(request -> request.response().end());

    calls.answer(Given.events(url(port)));

    Consumer.Received received = consumer.received().get(0);
    assertThat(received.header("content-type")).isEqualTo("application/cloudevents+json");
    assertThat(received.body().toString()).contains("\"specversion\":\"1.0\"");
    assertThat(received.header("webhook-signature"))
        .startsWith(
            new Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .sign("5V9JP8SFQ83V9", 1795521600, received.body().toString()));
  }

  @Test
  void aUrlWithoutAPathIsItsRoot() {
    int port = consumer.answering(request -> request.response().end());

    calls.answer(Given.subscription("http://hooks.example:" + port + "?a=b"));

    assertThat(consumer.received().get(0).uri()).isEqualTo("/?a=b");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 400, 404, 410, 425, 500, 503})
  void everyStatusIsAnAnswer(int status) {
    int port = consumer.answering(request -> request.response().setStatusCode(status).end());

    assertThat(calls.answer(Given.subscription(url(port))))
        .isEqualTo(new Answered(status, Optional.empty(), bytes(""), false));
  }

  @ParameterizedTest
  @CsvSource({
    "17, PT17S",
    "-17, PT0S",
    "'Tue, 24 Nov 2026 12:01:00 GMT', PT59.1S",
    "'Tue, 24 Nov 2026 11:59:00 GMT', PT0S"
  })
  void whatAnEndpointAsksForIsToldAsATimeFromNowOn(String header, Duration time) {
    int port =
        consumer.answering(
            request ->
                request.response().setStatusCode(429).putHeader("retry-after", header).end());

    Answered answer = calls.answer(Given.subscription(url(port)));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.retryAfter()).contains(time);
  }

  @Test
  void aRedirectIsAnAnswerLikeOthers() {
    int port =
        consumer.answering(
            request ->
                request
                    .response()
                    .setStatusCode(302)
                    .putHeader("location", "/elsewhere")
                    .end("moved"));

    assertThat(calls.answer(Given.subscription(url(port))).status()).isEqualTo(302);
    assertThat(consumer.received()).hasSize(1);
  }

  @Test
  void anAnswerOfTheMostIsReadWhole() {
    int port =
        consumer.answering(
            request -> request.response().end(Buffer.buffer(new byte[Endpoint.MOST_ANSWER])));

    Answered answer = calls.answer(Given.subscription(url(port)));

    assertThat(answer.body().size()).isEqualTo(Endpoint.MOST_ANSWER);
    assertThat(answer.cut()).isFalse();
  }

  @Test
  void anAnswerThatIsLongerIsCut() {
    int port =
        consumer.answering(
            request -> request.response().end(Buffer.buffer(new byte[Endpoint.MOST_ANSWER + 1])));

    Answered answer = calls.answer(Given.subscription(url(port)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().size()).isEqualTo(Endpoint.MOST_ANSWER);
    assertThat(answer.cut()).isTrue();
  }

  @Test
  void anAnswerWithoutAnEndIsCutAndItsConnectionIsClosed() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    int port =
        consumer.answering(
            request -> {
              request.connection().closeHandler(closed::complete);
              pour(request.response().setChunked(true));
            });

    Answered answer = calls.answer(Given.subscription(url(port)));

    assertThat(answer.body().size()).isEqualTo(Endpoint.MOST_ANSWER);
    assertThat(answer.cut()).isTrue();
    assertThat(closed.join()).isNull();
  }

  private static void pour(HttpServerResponse answer) {
    answer
        .write(Buffer.buffer(new byte[8192]))
        .onSuccess(written -> VERTX.runOnContext(next -> pour(answer)));
  }

  @Test
  void connectionsAreUsedAgain() {
    int port =
        consumer.answering(
            request -> request.response().end(request.connection().remoteAddress().toString()));

    // One is free again a moment after its answer was told: the very next call may miss it.
    Set<Bytes> connections = new HashSet<>();
    for (int call = 0; call < 20; call++) {
      connections.add(calls.answer(Given.subscription(url(port))).body());
    }

    assertThat(connections).hasSizeLessThan(20);
  }

  @Test
  void anAnsweredCallNoLongerWaitsForItsTimeout() {
    int port = consumer.answering(request -> request.response().end());

    calls.answer(Given.subscription(url(port)));

    assertThat(calls.time.waiting()).isZero();
  }

  private static Bytes bytes(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
