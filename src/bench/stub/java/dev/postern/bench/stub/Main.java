package dev.postern.bench.stub;

import dev.postern.bench.stub.dynamodb.DynamoDb;
import dev.postern.bench.stub.messaging.Queues;
import dev.postern.bench.stub.messaging.Sns;
import dev.postern.bench.stub.messaging.Sqs;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts the stub: {@code [--port N] [--conformance]}. For conformance it answers at once and keeps
 * bodies, so that the contracts of the adapters can be held to it.
 *
 * <p>One event loop: whatever happens, happens one after the other.
 */
final class Main {
  private static final Set<String> CONTROLS = Set.of("/clear", "/fill", "/outage");
  private static final int USUAL_PORT = 18_800;

  private final Vertx vertx;
  private final Calls calls;
  private final Control control;
  private final Latencies latencies;

  private Main(Vertx vertx, Queues queues, int port, Latencies latencies) {
    Stats stats = new Stats();
    AtomicBoolean outage = new AtomicBoolean();
    DynamoDb dynamoDb = new DynamoDb();
    this.vertx = vertx;
    this.calls = new Calls(dynamoDb, new Sqs(queues, port), new Sns(queues), stats, outage);
    this.control = new Control(stats, dynamoDb, queues, outage);
    this.latencies = latencies;
  }

  public static void main(String[] arguments) {
    List<String> given = List.of(arguments);
    int at = given.indexOf("--port");
    int port = at < 0 ? USUAL_PORT : Integer.parseInt(given.get(at + 1));
    boolean conformance = given.contains("--conformance");
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    Main stub =
        new Main(
            vertx, new Queues(conformance), port, conformance ? Latencies.NONE : Latencies.USUAL);
    vertx
        .createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(1024))
        .requestHandler(stub::handle)
        .listen(port, "127.0.0.1")
        .onSuccess(
            listening -> System.out.println(conformance ? contractLine(port) : "ready on " + port))
        .onFailure(
            failure -> {
              System.err.println(failure);
              vertx.close();
            });
  }

  /** As the tests of the adapters want to be told where AWS is; KMS stands there for no one. */
  private static String contractLine(int port) {
    StringBuilder line = new StringBuilder("POSTERN-LOCAL-AWS ready");
    for (String service : List.of("dynamodb", "sqs", "sns", "kms")) {
      line.append(" %s=%d %s-proxy=%d".formatted(service, port, service, port));
    }
    return line.append(" control=%d pid=%d parent=0".formatted(port, ProcessHandle.current().pid()))
        .toString();
  }

  private void handle(HttpServerRequest request) {
    if (request.method().name().equals("GET") || CONTROLS.contains(request.path())) {
      control(request);
      return;
    }
    request
        .body()
        .onSuccess(body -> call(request, body.getBytes()))
        .onFailure(failure -> request.connection().close());
  }

  private void control(HttpServerRequest request) {
    try {
      respond(request, control.answer(request));
    } catch (Refusal refused) {
      respond(request, new Answer(404, "text/plain", Buffer.buffer(refused.getMessage())));
    }
  }

  private void call(HttpServerRequest request, byte[] body) {
    String target = request.getHeader("X-Amz-Target");
    Calls.Service service = Calls.service(target);
    Answer answer = calls.answer(service, target, client(request), body);
    long latency = latencies.of(service);
    if (latency == 0) {
      respond(request, answer);
    } else {
      vertx.setTimer(latency, timer -> respond(request, answer));
    }
  }

  /** Whose access key signed it. */
  private static String client(HttpServerRequest request) {
    String authorization = request.getHeader("Authorization");
    String before = "Credential=";
    int start = authorization == null ? -1 : authorization.indexOf(before);
    return start < 0
        ? "nobody"
        : authorization.substring(
            start + before.length(), authorization.indexOf('/', start + before.length()));
  }

  private static void respond(HttpServerRequest request, Answer answer) {
    request
        .response()
        .setStatusCode(answer.status())
        .putHeader("Content-Type", answer.type())
        .end(answer.body());
  }
}
