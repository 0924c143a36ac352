package dev.postern.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.message.Additions;
import dev.postern.message.Attribute;
import dev.postern.subscription.Endpoint.Failed;
import dev.postern.subscription.Endpoint.Push;
import dev.postern.subscription.Endpoint.Result;
import dev.postern.subscription.Subscription;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong on the way is a result, in words that name no address. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndpointFaultsTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Failed TIMED_OUT = new Failed("no answer within 30000 ms");
  private static final Failed CLOSED =
      new Failed("the connection was closed before the answer was complete");

  private final Consumer consumer = new Consumer(VERTX);
  private final Calls calls = new Calls(VERTX).where("hooks.example", "127.0.0.1");

  @AfterAll
  static void close() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  private static Subscription at(int port) {
    return Given.subscription("http://hooks.example:" + port + "/in");
  }

  @Test
  void anEndpointThatDoesNotAnswerIsGivenUpAtTheTimeout() {
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    int port =
        consumer.answering(
            request -> {
              request.connection().closeHandler(closed::complete);
              arrived.complete(null);
            });

    CompletableFuture<Result> result = calls.begin(at(port));
    arrived.join();
    calls.time.pass(Given.TIMEOUT.minusMillis(1));
    assertThat(result).isNotDone();
    calls.time.pass(Given.TIMEOUT);

    assertThat(result).isCompletedWithValue(TIMED_OUT);
    assertThat(closed.join()).isNull();
  }

  @Test
  void anAnswerThatDripsIsGivenUpAtTheTimeout() {
    CompletableFuture<Void> dripping = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    int port =
        consumer.answering(
            request -> {
              request.connection().closeHandler(closed::complete);
              request.response().setChunked(true);
              VERTX.setPeriodic(
                  1,
                  timer -> {
                    if (closed.isDone()) {
                      VERTX.cancelTimer(timer);
                    } else {
                      request.response().write(".").onSuccess(dripping::complete);
                    }
                  });
            });

    CompletableFuture<Result> result = calls.begin(at(port));
    dripping.join();
    calls.time.pass(Given.TIMEOUT);

    assertThat(result).isCompletedWithValue(TIMED_OUT);
    assertThat(closed.join()).isNull();
  }

  @Test
  void aNameThatIsNotResolvedIsGivenUpAtTheTimeout() {
    HandScheduler time = new HandScheduler(Given.NOW);
    HttpEndpoint endpoint =
        new HttpEndpoint(host -> new CompletableFuture<>(), Outgoing.client(VERTX), time);

    CompletableFuture<Result> result =
        endpoint.send(at(80), new Push(Given.message("{}"), 1)).toCompletableFuture();
    assertThat(result).isNotDone();
    time.pass(Given.TIMEOUT);

    assertThat(result).isCompletedWithValue(TIMED_OUT);
  }

  @Test
  void aConnectionThatIsNotSecuredIsGivenUpAtTheTimeout() {
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    int port = consumer.raw((socket, bytes) -> arrived.complete(null));

    CompletableFuture<Result> result =
        calls.begin(Given.subscription("https://hooks.example:" + port));
    arrived.join();
    calls.time.pass(Duration.ofSeconds(30));

    assertThat(result).isCompletedWithValue(TIMED_OUT);
  }

  @Test
  void aConnectionThatIsClosedWithoutAnAnswerIsNone() {
    int port = consumer.raw((socket, bytes) -> socket.close());

    assertThat(calls.begin(at(port)).join()).isEqualTo(CLOSED);
  }

  @Test
  void aConnectionThatIsClosedInTheMiddleOfAnAnswerIsNone() {
    int port = consumer.raw(answer("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"));

    assertThat(calls.begin(at(port)).join()).isEqualTo(CLOSED);
  }

  @Test
  void whatIsNoHttpIsNoAnswer() {
    int port = consumer.raw(answer("220 mail.example ESMTP\r\n\r\n"));

    assertThat(calls.error(at(port))).startsWith("the call failed: ");
  }

  @Test
  void headersBeyondBoundsAreNoAnswer() {
    int port = consumer.raw(answer("HTTP/1.1 200 OK\r\na: " + "x".repeat(100_000) + "\r\n\r\n"));

    assertThat(calls.error(at(port))).isEqualTo("the call failed: TooLongHttpHeaderException");
  }

  private static BiConsumer<NetSocket, Buffer> answer(String bytes) {
    return (socket, request) -> socket.write(bytes).onComplete(written -> socket.close());
  }

  @Test
  void whereNobodyListensTheConnectionIsRefused() throws IOException {
    assertThat(calls.error(at(Consumer.refusing()))).isEqualTo("connection refused");
  }

  @Test
  void aNameThatIsNoneIsAnUnknownHost() {
    assertThat(calls.error(Given.subscription("https://nowhere.example/")))
        .isEqualTo("unknown host");
  }

  @Test
  void aResolverThatFailsIsAResult() {
    HttpEndpoint endpoint =
        new HttpEndpoint(
            host -> {
              throw new IllegalStateException("broken");
            },
            Outgoing.client(VERTX),
            new HandScheduler(Given.NOW));

    assertThat(endpoint.send(at(80), new Push(Given.message("{}"), 1)).toCompletableFuture())
        .isCompletedWithValue(new Failed("the call failed: IllegalStateException"));
  }

  @Test
  void aMessageThatCantBeSentIsAResult() {
    Map<String, Attribute> lie = Map.of(Additions.TRANSFER_ENCODING, new Attribute.Text("base64"));

    assertThat(calls.begin(at(80), Given.message("?", lie), 1))
        .isCompletedWithValue(new Failed("the body is not the base64 that it says"));
  }

  @Test
  void aSubscriptionWithoutAnEndpointIsAResult() {
    Subscription pushed = at(80);
    Subscription pulled =
        new Subscription(
            pushed.name(),
            pushed.tenant(),
            pushed.queue(),
            pushed.terms(),
            pushed.limits(),
            Optional.empty());

    assertThat(calls.error(pulled)).isEqualTo("the subscription has no endpoint");
  }
}
