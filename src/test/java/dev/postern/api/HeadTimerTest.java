package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Certificate;
import dev.postern.testing.RawHttp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The head of a request must come within three seconds here, on a server of its own. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeadTimerTest {
  private static final Duration WITHIN = Duration.ofSeconds(3);
  private static final long LONGER_MILLIS = WITHIN.toMillis() + 1_000;
  private static final long PIECE_MILLIS = 100;
  private static final String CUT = "HTTP/1.1 408 ";

  private static Vertx vertx;
  private static URI server;

  @TempDir static Path directory;
  private static int tlsPort;

  @BeforeAll
  static void serve() throws IOException, InterruptedException {
    vertx =
        new VertxBuilder()
            .serviceProviders(
                List.of(
                    builder ->
                        builder.findTransport(new TimedTransport(builder.findTransport(), WITHIN))))
            .init()
            .vertx();
    Router router = Router.router(vertx);
    router.route().handler(SlowHeads::tell);
    router
        .route("/slow")
        .handler(
            call -> call.vertx().setTimer(LONGER_MILLIS, now -> call.response().end("at last\n")));
    router
        .route("/body")
        .handler(
            call -> call.request().bodyHandler(body -> call.response().end("took " + body + "\n")));
    router
        .route()
        .handler(call -> call.response().end("answer to " + call.request().path() + "\n"));
    HttpServerOptions options = new HttpServerOptions().setIdleTimeout(30);
    server = URI.create("http://127.0.0.1:" + listen(options, router));
    options.setSsl(true).setUseAlpn(true).setKeyCertOptions(Certificate.of("a", directory));
    tlsPort = listen(options, router);
  }

  private static int listen(HttpServerOptions options, Router router) {
    return join(vertx.createHttpServer(options).requestHandler(router).listen(0, "127.0.0.1"))
        .actualPort();
  }

  @AfterAll
  static void close() {
    join(vertx.close());
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static void longerThanAHeadMayTake() {
    waitMillis(LONGER_MILLIS);
  }

  private static void waitMillis(long millis) {
    new CompletableFuture<Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).join();
  }

  /** Sends it again and again, until the connection is closed; what was answered then. */
  private static String drip(RawHttp http, byte... piece) throws IOException {
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return http.untilClosed();
              } catch (IOException timedOut) {
                throw new AssertionError(timedOut);
              }
            });
    while (!answer.isDone()) {
      try {
        http.bytes(piece);
      } catch (IOException closed) {
        // As it should be.
      }
      waitMillis(PIECE_MILLIS);
    }
    return answer.join();
  }

  private static RawHttp get(RawHttp http, String path, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return http.bytes(
        ("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + more + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aHeadThatDripsIsCutOff() throws IOException {
    try (RawHttp http = RawHttp.open(server).lines("GET / HTTP/1.1")) {
      assertThat(drip(http, (byte) 'x')).startsWith(CUT).contains("Connection: close");
    }
  }

  @Test
  void emptyLinesBeforeAHeadTakeItsTime() throws IOException {
    try (RawHttp http = RawHttp.open(server)) {
      assertThat(drip(http, (byte) '\r', (byte) '\n')).startsWith(CUT);
    }
  }

  @Test
  void aHeadThatStopsInItsMidstIsCutOff() throws IOException {
    try (RawHttp http = RawHttp.open(server).lines("GET / HTTP/1.1", "Host: a")) {
      assertThat(http.untilClosed()).startsWith(CUT);
    }
  }

  @Test
  void aSecondHeadThatDripsIsCutOff() throws IOException {
    try (RawHttp http = get(RawHttp.open(server), "/first")) {
      assertThat(http.line("answer to")).contains("/first");

      http.lines("GET / HTTP/1.1");

      assertThat(drip(http, (byte) 'x')).startsWith(CUT);
    }
  }

  @Test
  void aHeadThatBeganBehindAnotherRequestIsCutOff() throws IOException {
    try (RawHttp http = get(RawHttp.open(server), "/slow")) {
      // Given the beginning of the next, while the first is not answered yet
      http.lines("GET / HTTP/1.1");

      assertThat(drip(http, (byte) 'x')).contains("at last").contains(CUT);
    }
  }

  @Test
  void aHeadInPiecesIsTaken() throws IOException {
    try (RawHttp http = RawHttp.open(server).lines("GET /pieces HTTP/1.1")) {
      waitMillis(PIECE_MILLIS);
      http.lines("Host: a");
      waitMillis(PIECE_MILLIS);
      http.lines("");
      assertThat(http.line("answer to")).contains("/pieces");

      // Then its time is over, and does not count for what comes after
      longerThanAHeadMayTake();
      assertThat(get(http, "/next", "Connection: close").untilClosed()).endsWith("to /next\n");
    }
  }

  @Test
  void whoWaitsForAnAnswerIsNotCutOff() throws IOException {
    try (RawHttp http = get(RawHttp.open(server), "/slow", "Connection: close")) {
      assertThat(http.untilClosed()).startsWith("HTTP/1.1 200 ").endsWith("at last\n");
    }
  }

  @Test
  void aBodyTakesNoneOfTheTime() throws IOException {
    try (RawHttp http =
        RawHttp.open(server)
            .lines("POST /body HTTP/1.1", "Host: a", "Connection: close", "Content-Length: 2", "")
            .bytes((byte) 'a')) {
      longerThanAHeadMayTake();
      http.bytes((byte) 'b');

      assertThat(http.untilClosed()).endsWith("took ab\n");
    }
  }

  @Test
  void aBodyThatDripsOnAfterItsAnswerIsCutOff() throws IOException {
    try (RawHttp http =
        RawHttp.open(server).lines("POST / HTTP/1.1", "Host: a", "Content-Length: 4000", "")) {
      assertThat(drip(http, (byte) 'x')).startsWith("HTTP/1.1 200 ").contains(CUT);
    }
  }

  @Test
  void requestsInARowAreAnsweredInOrder() throws IOException {
    String one = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n";
    String two = "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    String three = "GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    try (RawHttp http = RawHttp.open(server)) {
      http.bytes((one + two + three).getBytes(StandardCharsets.US_ASCII));

      assertThat(http.untilClosed())
          .matches("(?s)HTTP/1.1 200 .*at last.*took abc\n.*at last\n")
          .doesNotContain(CUT);
    }
  }

  @Test
  void aConnectionMayRestBetweenRequests() throws IOException {
    try (RawHttp http = RawHttp.open(server)) {
      longerThanAHeadMayTake();
      assertThat(get(http, "/first").line("answer to")).contains("/first");
      longerThanAHeadMayTake();

      assertThat(get(http, "/second", "Connection: close").untilClosed()).endsWith("to /second\n");
    }
  }

  @Test
  void theFirstHeadOfHttp2IsCutOffToo() throws IOException {
    byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    byte[] ping = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
    try (RawHttp http = RawHttp.open(server)) {
      http.lines("PRI * HTTP/2.0", "", "SM", "").bytes(settings);

      assertThat(drip(http, ping)).doesNotContain("HTTP/1.1");
    }
  }

  @Test
  void http2IsLetBeOnceItHasAsked() {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    HttpConnection connection = join(ask(client, "/first")).request().connection();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    connection.closeHandler(closed::complete);

    // When its frames come without a request for longer than a head may take
    ping(connection);
    longerThanAHeadMayTake();
    ping(connection);
    HttpClientResponse slow = join(ask(client, "/slow"));

    assertThat(join(slow.body())).hasToString("at last\n");
    assertThat(slow.request().connection()).isSameAs(connection);
    assertThat(closed).isNotDone();
  }

  /** From its own loop: elsewhere the pong may come before Vert.x knows who waits for it. */
  private static void ping(HttpConnection connection) {
    CompletableFuture<Buffer> pong = new CompletableFuture<>();
    ((ConnectionBase) connection)
        .getContext()
        .runOnContext(
            now ->
                connection
                    .ping(Buffer.buffer("8 bytes."))
                    .onSuccess(pong::complete)
                    .onFailure(pong::completeExceptionally));
    pong.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void behindTlsHeadsAreTimedAndNotItsHandshake() {
    NetSocket socket =
        join(
            vertx
                .createNetClient(
                    new NetClientOptions()
                        .setSsl(true)
                        .setTrustAll(true)
                        .setHostnameVerificationAlgorithm(""))
                .connect(tlsPort, "127.0.0.1"));
    Buffer received = Buffer.buffer();
    CompletableFuture<String> all = new CompletableFuture<>();
    socket.handler(received::appendBuffer).endHandler(closed -> all.complete(received.toString()));

    // Given a connection that rests after its handshake, and is answered then
    longerThanAHeadMayTake();
    socket.write("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");

    // When the next head does not come to its end
    longerThanAHeadMayTake();
    socket.write("GET / HTTP/1.1\r\n");

    assertThat(all.orTimeout(30, TimeUnit.SECONDS).join())
        .startsWith("HTTP/1.1 200 ")
        .contains("to /first")
        .contains(CUT);
  }

  private static Future<HttpClientResponse> ask(HttpClient client, String path) {
    return client
        .request(HttpMethod.GET, server.getPort(), server.getHost(), path)
        .compose(HttpClientRequest::send)
        .compose(response -> response.body().map(response));
  }
}
