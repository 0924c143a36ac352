package dev.postern.webhook;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** Servers as endpoints have them, on free ports of all local addresses. */
final class Consumer {
  /** A request as it came. */
  record Received(
      String method, String uri, MultiMap headers, Buffer body, String address, String serverName) {
    String header(String name) {
      return headers.get(name);
    }
  }

  private final Vertx vertx;
  private final List<Received> received = new CopyOnWriteArrayList<>();

  Consumer(Vertx vertx) {
    this.vertx = vertx;
  }

  /** What came, in the order of its coming. */
  List<Received> received() {
    return received;
  }

  /** Answers each request, once its body has come; gives the port. */
  int answering(Handler<HttpServerRequest> answer) {
    return answering(new HttpServerOptions(), answer);
  }

  int answering(HttpServerOptions options, Handler<HttpServerRequest> answer) {
    HttpServer server =
        vertx
            .createHttpServer(options)
            .requestHandler(
                request ->
                    request.bodyHandler(
                        body -> {
                          received.add(received(request, body));
                          answer.handle(request);
                        }));
    return server
        .listen(0, "0.0.0.0")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  private static Received received(HttpServerRequest request, Buffer body) {
    return new Received(
        request.method().name(),
        request.uri(),
        MultiMap.caseInsensitiveMultiMap().addAll(request.headers()),
        body,
        request.localAddress().hostAddress(),
        request.connection().indicatedServerName());
  }

  /** Answers whatever comes first on a connection, in bytes of the test's own. */
  int raw(BiConsumer<NetSocket, Buffer> answer) {
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(socket -> socket.handler(bytes -> answer.accept(socket, bytes)));
    return server
        .listen(0, "0.0.0.0")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  /** A port that nobody listens on. */
  static int refusing() throws IOException {
    try (ServerSocket closed = new ServerSocket(0)) {
      return closed.getLocalPort();
    }
  }
}
