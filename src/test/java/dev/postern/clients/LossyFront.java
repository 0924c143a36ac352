package dev.postern.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands before the gateway and hands on every call, but not every answer: of each method, the
 * first is lost with its connection, and the second becomes 503 {@code store-unavailable}.
 */
final class LossyFront implements AutoCloseable {
  /** A call as it came: what was asked, and under which key. */
  record Call(String method, String path, String key) {}

  private static final byte[] UNAVAILABLE =
      "{\"type\":\"https://postern.dev/problems/store-unavailable\",\"status\":503}"
          .getBytes(StandardCharsets.UTF_8);

  private final URI gateway;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  LossyFront(URI gateway) throws IOException {
    this.gateway = gateway;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String base() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The calls with this method, in the order in which they came. */
  List<Call> calls(String method) {
    return calls.stream().filter(it -> it.method().equals(method)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    calls.add(
        new Call(
            method,
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("Idempotency-Key")));
    HttpResponse<byte[]> answer = ask(exchange);
    switch (calls(method).size()) {
      case 1 -> exchange.close();
      case 2 -> {
        exchange.getResponseHeaders().set("Retry-After", "1");
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        answer(exchange, 503, UNAVAILABLE);
      }
      default -> {
        for (String name : List.of("Location", "Content-Type", "Idempotent-Replayed")) {
          answer
              .headers()
              .firstValue(name)
              .ifPresent(it -> exchange.getResponseHeaders().set(name, it));
        }
        answer(exchange, answer.statusCode(), answer.body());
      }
    }
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (isHandedOn(name)) {
                request.header(name, values.get(0));
              }
            });
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private static boolean isHandedOn(String header) {
    return switch (header.toLowerCase(Locale.ROOT)) {
      case "idempotency-key", "message-group-id", "content-type", "prefer" -> true;
      default -> false;
    };
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
