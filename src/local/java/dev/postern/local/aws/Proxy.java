package dev.postern.local.aws;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in front of one service, hands every call on as it came, and lets those go wrong that a
 * {@link Fault} hits. Calls that a fault lets hang are held open, at most 1,000; one more is
 * dropped.
 */
final class Proxy {
  /** What DynamoDB takes at most in a call; SQS and SNS take less. */
  private static final int MAX_BODY = 16 * 1024 * 1024;

  private static final int MAX_HANGING = 1_000;

  /** Below the idle time after which a service closes the connection (Jetty: 30 s). */
  private static final int KEEP_ALIVE_SECONDS = 10;

  private final Vertx vertx;
  private final Service service;
  private final int port;
  private final int target;
  private final Faults faults;
  private final Calls calls;
  private final HttpClient client;
  private final Set<HttpConnection> hanging = ConcurrentHashMap.newKeySet();
  private Optional<HttpServer> server = Optional.empty();

  Proxy(Vertx vertx, Service service, int port, int target, Faults faults, Calls calls) {
    this.vertx = vertx;
    this.service = service;
    this.port = port;
    this.target = target;
    this.faults = faults;
    this.calls = calls;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(target)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
            new PoolOptions().setHttp1MaxSize(256));
  }

  /** Listens, from the moment the future completes; does nothing if it does already. */
  synchronized Future<Void> open() {
    if (server.isPresent()) {
      return Future.succeededFuture();
    }
    HttpServer opened =
        vertx.createHttpServer(
            new HttpServerOptions().setHandle100ContinueAutomatically(true).setTcpNoDelay(true));
    server = Optional.of(opened);
    return opened.requestHandler(this::handle).listen(port, "127.0.0.1").mapEmpty();
  }

  /** Stops listening and closes every connection; {@link #open} undoes it. */
  synchronized Future<Void> refuse() {
    Future<Void> closed = server.map(HttpServer::close).orElse(Future.succeededFuture());
    server = Optional.empty();
    return closed;
  }

  /** Closes the connections of the calls that hang. */
  void release() {
    for (HttpConnection connection : Set.copyOf(hanging)) {
      connection.close();
    }
  }

  private void handle(HttpServerRequest request) {
    Body.read(request, MAX_BODY)
        .onSuccess(body -> decide(request, body))
        .onFailure(problem -> request.connection().close());
  }

  private void decide(HttpServerRequest request, Buffer body) {
    String action = AwsAction.of(request, body);
    calls.count(service, action);
    Optional<Fault> hit = faults.hit(service, action);
    if (hit.isEmpty()) {
      forward(request, body, false);
      return;
    }
    Fault fault = hit.get();
    switch (fault.kind) {
      case STATUS -> AwsError.send(service, request, fault.status, fault.code, "as told");
      case DELAY -> vertx.setTimer(fault.delayMillis, timer -> forward(request, body, false));
      case HANG -> hang(request, fault);
      case DROP_BEFORE, REFUSE -> request.connection().close();
      case DROP_AFTER -> forward(request, body, true);
    }
  }

  private void hang(HttpServerRequest request, Fault fault) {
    HttpConnection connection = request.connection();
    if (hanging.size() >= MAX_HANGING) {
      connection.close();
      return;
    }
    hanging.add(connection);
    connection.closeHandler(closed -> hanging.remove(connection));
    if (!faults.holds(fault)) {
      connection.close(); // removed meanwhile, and released before this one was there
    }
  }

  private void forward(HttpServerRequest request, Buffer body, boolean loseAnswer) {
    RequestOptions options =
        new RequestOptions().setMethod(request.method()).setURI(request.uri()).setPort(target);
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (!ofConnection(name)) {
                options.addHeader(name, value);
              }
            });
    client
        .request(options)
        .compose(forwarded -> forwarded.send(body))
        .compose(
            answer ->
                answer
                    .body()
                    .onSuccess(
                        content -> {
                          if (loseAnswer) {
                            request.connection().close();
                          } else {
                            answer(request, answer, content);
                          }
                        }))
        .onFailure(problem -> request.connection().close());
  }

  private static void answer(HttpServerRequest request, HttpClientResponse answer, Buffer content) {
    request.response().setStatusCode(answer.statusCode());
    answer
        .headers()
        .forEach(
            (name, value) -> {
              if (!ofConnection(name)) {
                request.response().headers().add(name, value);
              }
            });
    request.response().end(content);
  }

  private static boolean ofConnection(String header) {
    return HttpHeaders.CONNECTION.toString().equalsIgnoreCase(header)
        || HttpHeaders.CONTENT_LENGTH.toString().equalsIgnoreCase(header)
        || HttpHeaders.TRANSFER_ENCODING.toString().equalsIgnoreCase(header)
        || HttpHeaders.EXPECT.toString().equalsIgnoreCase(header)
        || "keep-alive".equalsIgnoreCase(header);
  }
}
