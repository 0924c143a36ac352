package dev.postern.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.postern.subscription.Pushers;
import dev.postern.testing.Consumer;
import dev.postern.testing.Contract;
import dev.postern.testing.Gateway;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages are pushed to an endpoint, and its answers decide what becomes of them. */
@QuarkusTest
@TestProfile(PushTest.Pushed.class)
@Timeout(120)
class PushTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Consumer DRAWER = new Consumer("pushed");

  /** What an endpoint was sent. */
  private record Call(String path, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return HttpHeaders.of(headers, (key, value) -> true).firstValue(name).orElse(null);
    }
  }

  /** What it answers. */
  private record Answer(int status, Map<String, String> headers, String body) {
    static Answer of(int status) {
      return new Answer(status, Map.of(), "");
    }
  }

  private static final CountDownLatch ANSWER_SLOWLY = new CountDownLatch(1);

  @Inject Pushers pushers;

  private static final List<Call> CALLS = new CopyOnWriteArrayList<>();

  /** A server and a subscription for each way to answer; each with a queue and a destination. */
  public static class Pushed implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      int port = serve();
      Map<String, String> config = new HashMap<>();
      subscribe(config, "pushed", port, Map.of("delivery", "exactly-once"));
      subscribe(config, "failing", port, Map.of("delivery", "at-least-once"));
      subscribe(config, "refusing", port, Map.of("reject-on-4xx", "true"));
      subscribe(config, "gone", port, Map.of());
      subscribe(config, "slow", port, Map.of("delivery", "exactly-once"));
      subscribe(config, "strict", port, Map.of());
      config.put("postern.subscriptions.strict.allow-private-addresses", "false");
      config.put("postern.subscriptions.strict.endpoint", "https://localhost:" + port + "/strict");
      return config;
    }

    private static void subscribe(
        Map<String, String> config, String name, int port, Map<String, String> more) {
      String queue = "push-" + name + "-" + UUID.randomUUID() + ".fifo";
      String prefix = "postern.subscriptions." + name + ".";
      config.put("postern.destinations.to-" + name + ".sqs-queue", queue);
      config.put(prefix + "sqs-queue", queue);
      config.put(prefix + "mode", "push");
      config.put(prefix + "endpoint", "http://127.0.0.1:" + port + "/" + name);
      config.put(prefix + "secrets", SECRET);
      config.put(prefix + "allow-private-addresses", "true");
      more.forEach((property, value) -> config.put(prefix + property, value));
    }

    private static int serve() {
      try {
        HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newCachedThreadPool(PushTest::daemon));
        server.createContext("/", PushTest::answer);
        server.start();
        return server.getAddress().getPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "endpoint");
    thread.setDaemon(true);
    return thread;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Call call =
        new Call(
            exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body);
    CALLS.add(call);
    if (call.path().equals("/slow")) {
      awaitLeave();
    }
    Answer answer = decide(call);
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void awaitLeave() {
    try {
      assertThat(ANSWER_SLOWLY.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Answer decide(Call call) {
    // By the calls, not by the attempt: one that came with its predecessor, and went back, has two.
    boolean first = calls(call.path(), call.header("webhook-id")).size() == 1;
    return switch (call.path()) {
      case "/pushed" -> new Answer(200, Map.of(), "{\"handled\":1.10}");
      case "/failing" ->
          first ? new Answer(503, Map.of("Retry-After", "1"), "busy") : Answer.of(204);
      case "/slow" -> Answer.of(204);
      case "/refusing" -> Answer.of(422);
      case "/gone" -> Answer.of(call.body().contains("first") ? 410 : 200);
      default -> Answer.of(500);
    };
  }

  private static String publish(String subscription, String group, String body) {
    return Gateway.publish("to-" + subscription)
        .key(Gateway.fresh("key"))
        .group(group)
        .attributes("tier=3")
        .body(body)
        .id(201);
  }

  private static List<Call> calls(String path, String id) {
    return CALLS.stream()
        .filter(call -> call.path().equals(path) && id.equals(call.header("webhook-id")))
        .toList();
  }

  @Test
  void aMessageIsPushedSignedAndTheAnswerIsItsResult() throws Exception {
    String id = publish("pushed", "g-1", "{\"order\":42}");

    until(() -> DRAWER.get("/deliveries/" + id).asString().contains("completed"));

    DRAWER.get("/deliveries/" + id).then().statusCode(200).body("attempts", equalTo(1));
    assertThat(DRAWER.get("/deliveries/" + id).asString())
        .contains("\"result\":{\"handled\":1.10}");
    Call call = calls("/pushed", id).get(0);
    assertThat(calls("/pushed", id)).hasSize(1);
    assertThat(call.body()).isEqualTo("{\"order\":42}");
    assertThat(call.header("content-type")).isEqualTo("application/json");
    assertThat(call.header("postern-group")).isEqualTo("g-1");
    assertThat(call.header("postern-attributes")).isEqualTo("tier=3");
    new Webhook(SECRET).verify(call.body(), HttpHeaders.of(call.headers(), (name, value) -> true));
  }

  @Test
  void anEndpointThatIsBusyIsAskedAgainWhenItSaysAndTheGroupWaits() {
    String group = Gateway.fresh("g");
    String first = publish("failing", group, "{\"n\":1}");
    String second = publish("failing", group, "{\"n\":2}");

    until(() -> calls("/failing", second).size() == 2);

    assertThat(CALLS.stream().filter(call -> group.equals(call.header("postern-group"))))
        .extracting(call -> call.header("webhook-id"))
        .startsWith(first, first)
        .endsWith(second, second)
        .hasSize(4);
  }

  @Test
  void anAnswerOf4xxIsFinalWhereTheSubscriptionSaysSo() {
    String id = publish("refusing", Gateway.fresh("g"), "{}");
    Consumer refusing = new Consumer("refusing");

    until(() -> refusing.get("/dead-letters/" + id).statusCode() == 200);

    refusing
        .get("/dead-letters/" + id)
        .then()
        .body("reason", equalTo("rejected"))
        .body("lastStatus", equalTo(422))
        .body("blocksGroup", equalTo(true));
    assertThat(calls("/refusing", id)).hasSize(1);
  }

  @Test
  void anEndpointThatIsGonePausesItsSubscriptionUntilItIsResumed() {
    Consumer gone = new Consumer("gone");
    String first = publish("gone", Gateway.fresh("g"), "{\"is\":\"first\"}");
    until(() -> gone.get("").path("paused.reason") != null);
    gone.get("").then().body("paused.reason", containsString("410"));
    String second = publish("gone", Gateway.fresh("g"), "{\"is\":\"second\"}");

    given()
        .filter(Contract.enforced())
        .post("/v1/subscriptions/gone/resume")
        .then()
        .statusCode(204);

    until(() -> !calls("/gone", second).isEmpty());
    until(() -> gone.get("/dead-letters/" + first).statusCode() == 200);
    gone.get("").then().body("paused", nullValue()).body("breaker", equalTo("closed"));
    assertThat(calls("/gone", first)).hasSize(1);
  }

  @Test
  void aPrivateAddressIsNotCalledUnlessTheOperatorAllowsIt() {
    String id = publish("strict", Gateway.fresh("g"), "{}");
    Consumer strict = new Consumer("strict");

    until(() -> strict.get("/deliveries/" + id).asString().contains("lastError"));

    assertThat(strict.get("/deliveries/" + id).<String>path("lastError")).contains("private");
    assertThat(calls("/strict", id)).isEmpty();
  }

  /** At its end the process waits for as long as there is one. */
  @Test
  void aCallIsUnderWayUntilWhatBecameOfItsMessageIsWritten() throws Exception {
    String id = publish("slow", Gateway.fresh("g"), "{}");
    until(() -> !calls("/slow", id).isEmpty());
    assertThat(pushers.underWay()).isPositive();

    ANSWER_SLOWLY.countDown();

    Consumer slow = new Consumer("slow");
    until(() -> pushers.underWay() == 0);
    assertThat(slow.get("/deliveries/" + id).asString()).contains("completed");
  }

  @Test
  void aPushedSubscriptionCannotBePulledAndAPulledOneNotPaused() {
    DRAWER
        .post("receive", "{}")
        .then()
        .statusCode(409)
        .body("type", containsString("mode-not-fitting"));
    new Consumer("reporting").post("pause", "{\"reason\":\"maintenance\"}").then().statusCode(409);
    DRAWER.get("").then().body("mode", equalTo("push"));
  }

  private static void until(BooleanSupplier condition) {
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
