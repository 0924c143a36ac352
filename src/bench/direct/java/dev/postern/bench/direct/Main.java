package dev.postern.bench.direct;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * Starts it: {@code -Dbench.port=… -Dbench.aws=… -Dbench.key=… [-Dbench.client=…]}, the latter one
 * of the names that {@link Clients} knows.
 */
final class Main {
  private final Sends sends;

  private Main(Sends sends) {
    this.sends = sends;
  }

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    Sends sends = new Sends(Clients.named(System.getProperty("bench.client", "netty"), vertx));
    sends.create(System.getProperty("bench.key"));
    vertx
        .createHttpServer()
        .requestHandler(new Main(sends)::handle)
        .listen(Integer.getInteger("bench.port"), "127.0.0.1")
        .onFailure(
            failure -> {
              System.err.println(failure);
              System.exit(1);
            });
  }

  private void handle(HttpServerRequest request) {
    if (request.method().name().equals("GET")) {
      request.response().end();
      return;
    }
    String destination = request.path().split("/", -1)[3];
    String key = request.getHeader("Idempotency-Key");
    String group = request.getHeader("Message-Group-Id");
    request
        .body()
        .compose(
            body ->
                Future.fromCompletionStage(
                    sends.send(destination, new Sends.Message(body.toString(), group, key))))
        .onSuccess(id -> request.response().setStatusCode(201).end(id))
        .onFailure(failure -> request.response().setStatusCode(500).end(failure.toString()));
  }
}
