package dev.postern.local.aws;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * The endpoint that switches faults and tells who this is.
 *
 * <ul>
 *   <li>{@code GET /identity}: the ready line, as text
 *   <li>{@code POST /faults}: adds a rule, see {@link Fault}; in force when answered
 *   <li>{@code GET /faults}: the rules and how often each has hit; {@code DELETE}: removes all,
 *       closes what hangs, listens again where connections were refused
 *   <li>{@code GET /calls}: calls by service and action; {@code DELETE}: counts from zero
 * </ul>
 */
final class Control {
  private static final int MAX_BODY = 64 * 1024;

  private final String identity;
  private final Faults faults;
  private final Calls calls;
  private final Map<Service, Proxy> proxies;

  Control(String identity, Faults faults, Calls calls, Map<Service, Proxy> proxies) {
    this.identity = identity;
    this.faults = faults;
    this.calls = calls;
    this.proxies = proxies;
  }

  Future<Void> open(Vertx vertx, int port) {
    return vertx
        .createHttpServer()
        .requestHandler(this::handle)
        .listen(port, "127.0.0.1")
        .mapEmpty();
  }

  private void handle(HttpServerRequest request) {
    switch (request.method() + " " + request.path()) {
      case "GET /identity" ->
          request.response().putHeader("Content-Type", "text/plain").end(identity + "\n");
      case "GET /faults" -> json(request, faults.json().encode());
      case "POST /faults" -> add(request);
      case "DELETE /faults" -> clear(request);
      case "GET /calls" -> json(request, calls.json().encode());
      case "DELETE /calls" -> {
        calls.clear();
        request.response().setStatusCode(204).end();
      }
      default -> request.response().setStatusCode(404).end("no such thing here\n");
    }
  }

  private void add(HttpServerRequest request) {
    Body.read(request, MAX_BODY)
        .map(body -> new Fault(new JsonObject(body)))
        .compose(
            fault -> {
              faults.add(fault);
              return fault.kind == Fault.Kind.REFUSE
                  ? proxies.get(fault.service).refuse()
                  : Future.<Void>succeededFuture();
            })
        .onSuccess(done -> request.response().setStatusCode(204).end())
        .onFailure(
            problem -> {
              boolean theirs =
                  problem instanceof IllegalArgumentException
                      || problem instanceof ClassCastException
                      || problem instanceof DecodeException;
              request.response().setStatusCode(theirs ? 400 : 500).end(problem + "\n");
            });
  }

  private void clear(HttpServerRequest request) {
    faults.clear();
    proxies.values().forEach(Proxy::release);
    List<Future<Void>> opened = proxies.values().stream().map(Proxy::open).toList();
    Future.all(opened)
        .onSuccess(done -> request.response().setStatusCode(204).end())
        .onFailure(problem -> request.response().setStatusCode(500).end(problem + "\n"));
  }

  private static void json(HttpServerRequest request, String body) {
    request.response().putHeader("Content-Type", "application/json").end(body);
  }
}
