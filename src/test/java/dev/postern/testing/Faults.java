package dev.postern.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;

/**
 * Lets AWS fail, for whoever goes through the proxies of {@link EmbeddedAws}: the gateway does.
 *
 * <pre>
 * Faults.in(Service.SQS).action("SendMessageBatch").times(1).dropAfter();
 * …
 * Faults.clear();
 * </pre>
 *
 * <p>A fault is in force when the method that names its kind returns. The first that hits a call
 * decides. They concern all tests of the JVM: clear them after each.
 */
public final class Faults {
  /** Which service fails. */
  public enum Service {
    DYNAMODB,
    SQS,
    SNS,
    KMS;

    private String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode rule = JSON.createObjectNode();

  private Faults(Service service) {
    rule.put("service", service.key());
  }

  /** Begins a fault of this service: every action, until cleared, unless said otherwise. */
  public static Faults in(Service service) {
    return new Faults(service);
  }

  /** Removes all faults, drops the calls that hang, accepts connections again. */
  public static void clear() {
    call("DELETE", "/faults", "");
  }

  /** How many calls all faults in force have hit. */
  public static long hits() {
    long hits = 0;
    for (JsonNode rule : parse(call("GET", "/faults", ""))) {
      hits += rule.get("hits").longValue();
    }
    return hits;
  }

  /** How many calls of an action came through the proxy, whatever became of them. */
  public static long calls(Service service, String action) {
    return parse(call("GET", "/calls", "")).path(service.key()).path(action).asLong(0);
  }

  /** Counts calls from zero. */
  public static void forgetCalls() {
    call("DELETE", "/calls", "");
  }

  /** Only this action, for instance {@code BatchExecuteStatement}. */
  public Faults action(String action) {
    rule.put("action", action);
    return this;
  }

  /** Only so many calls. */
  public Faults times(int times) {
    rule.put("times", times);
    return this;
  }

  /** Only some calls, by chance that the seed repeats. */
  public Faults probability(double probability, long seed) {
    rule.put("probability", probability).put("seed", seed);
    return this;
  }

  /** Answered with this status and AWS error code, not applied. */
  public void status(int status, String code) {
    rule.put("status", status).put("code", code);
    add("status");
  }

  /** Applied after a while. */
  public void delay(Duration delay) {
    rule.put("delayMillis", delay.toMillis());
    add("delay");
  }

  /** Never answered, not applied; dropped by {@link #clear()}. */
  public void hang() {
    add("hang");
  }

  /** Connection closed, not applied. */
  public void dropBefore() {
    add("drop-before");
  }

  /** Applied, connection closed instead of an answer. */
  public void dropAfter() {
    add("drop-after");
  }

  /** No connections: the whole service, until {@link #clear()}. */
  public void refuse() {
    add("refuse");
  }

  private void add(String kind) {
    call("POST", "/faults", rule.put("kind", kind).toString());
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  private static String call(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(EmbeddedAws.endpoints().control().resolve(path))
            .timeout(ANSWER_WITHIN)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalArgumentException(answer.body());
      }
      return answer.body();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
