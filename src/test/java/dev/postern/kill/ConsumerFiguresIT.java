package dev.postern.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.testing.EmbeddedAws;
import dev.postern.testing.Faults;
import dev.postern.testing.Faults.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * What it costs to hand a message over and to be told that it is done with, of a backlog, by 64
 * callers who pull.
 *
 * <pre>
 * ./mvnw verify -Dit.test=ConsumerFiguresIT -Dfigures.messages=10000
 * </pre>
 *
 * <p>Counts decide, not times; runs only where {@code figures.messages} is given.
 */
@EnabledIfSystemProperty(named = "figures.messages", matches = "[0-9]+")
class ConsumerFiguresIT {
  private static final Path DIRECTORY = Path.of("target", "figures");
  private static final int CALLERS = 64;
  private static final int GROUPS = 1_000;
  private static final int BATCH = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int messages = Integer.getInteger("figures.messages", 10_000);
  private final String run = Long.toString(System.nanoTime(), 36);
  private final HttpClient http = HttpClient.newHttpClient();
  private final SqsAsyncClient sqs = EmbeddedAws.sqs();
  private final Map<String, String> properties = new HashMap<>();
  private Gateway gateway;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Files.createDirectories(DIRECTORY);
    properties.putAll(new EmbeddedAws().start());
    properties.put("postern.table", "figures-" + run);
    properties.put("postern.provision", "create");
    properties.put("postern.ack-tokens.secrets", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    subscribe("least-fifo", ".fifo", "at-least-once", "group");
    subscribe("most-fifo", ".fifo", "at-most-once", "group");
    subscribe("exactly-fifo", ".fifo", "exactly-once", "group");
    subscribe("least", "", "at-least-once", "none");
    subscribe("sequence", "", "at-least-once", "sequence");
    gateway = new Gateway("consumed-" + run, properties, DIRECTORY);
    gateway.start();
    gateway.awaitReady();
  }

  private void subscribe(String name, String suffix, String delivery, String ordering) {
    String prefix = "postern.subscriptions." + name + ".";
    properties.put(prefix + "sqs-queue", queue(name) + suffix);
    properties.put(prefix + "delivery", delivery);
    properties.put(prefix + "ordering", ordering);
  }

  private String queue(String name) {
    return name + "-" + run;
  }

  @AfterEach
  void end() {
    gateway.close();
    sqs.close();
  }

  @Test
  void atLeastOnceOnFifoSharesItsCalls() {
    assertThat(cost("least-fifo", 1).calls()).isLessThanOrEqualTo(0.4);
    Cost tens = cost("least-fifo", 10);
    assertThat(tens.calls()).isLessThanOrEqualTo(0.4);
    assertThat(tens.perReceive()).isGreaterThanOrEqualTo(8);
  }

  @Test
  void whatTheOthersCost() {
    assertThat(cost("most-fifo", 10).calls()).isLessThanOrEqualTo(0.4);
    assertThat(cost("exactly-fifo", 10).calls()).isLessThanOrEqualTo(0.8);
    assertThat(cost("least", 10).calls()).isLessThanOrEqualTo(0.8);
    assertThat(cost("sequence", 10).calls()).isLessThanOrEqualTo(4);
  }

  /** What a message cost on average, and how many came with one call. */
  private record Cost(double calls, double perReceive) {}

  private Cost cost(String subscription, int max) {
    fill(subscription);
    Faults.forgetCalls();
    long began = System.nanoTime();
    Set<String> received = ConcurrentHashMap.newKeySet();
    AtomicInteger doubled = new AtomicInteger();
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      callers.add(done);
      goOn(subscription, max, received, doubled, done);
    }
    callers.forEach(CompletableFuture::join);
    double seconds = (System.nanoTime() - began) / 1e9;
    long receives = Faults.calls(Service.SQS, "ReceiveMessage");
    Map<String, Long> calls = new HashMap<>();
    for (String operation : List.of("DeleteMessageBatch", "ChangeMessageVisibilityBatch")) {
      calls.put(operation, Faults.calls(Service.SQS, operation));
    }
    for (String operation :
        List.of("BatchGetItem", "BatchExecuteStatement", "Query", "TransactWriteItems")) {
      calls.put(operation, Faults.calls(Service.DYNAMODB, operation));
    }
    long all = receives + calls.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf(
        "figures: %s, max %d: %d of %d messages, %d again; calls a message %.3f (receive %d, others"
            + " %s); %.1f messages a receiving call; %.0f messages/s here%n",
        subscription,
        max,
        received.size(),
        messages,
        doubled.get(),
        (double) all / messages,
        receives,
        calls,
        (double) messages / receives,
        messages / seconds);
    assertThat(received).hasSize(messages);
    return new Cost((double) all / messages, (double) messages / receives);
  }

  /** One caller: receives, acknowledges all at once, and again, until all have come. */
  private void goOn(
      String subscription,
      int max,
      Set<String> received,
      AtomicInteger doubled,
      CompletableFuture<Void> done) {
    if (received.size() >= messages) {
      done.complete(null);
      return;
    }
    var unused =
        post(subscription, "receive", "{\"max\":" + max + ",\"waitSeconds\":1}")
            .thenComposeAsync(answer -> acknowledge(subscription, answer, received, doubled))
            .whenComplete(
                (acknowledged, failure) -> {
                  if (failure == null) {
                    goOn(subscription, max, received, doubled, done);
                  } else {
                    done.completeExceptionally(failure);
                  }
                });
  }

  private CompletableFuture<JsonNode> acknowledge(
      String subscription, JsonNode answer, Set<String> received, AtomicInteger doubled) {
    List<String> tokens = new ArrayList<>();
    for (JsonNode message : answer.path("messages")) {
      if (!received.add(message.path("id").asText())) {
        doubled.incrementAndGet();
      }
      if (message.has("ackToken")) {
        tokens.add("{\"ackToken\":\"" + message.path("ackToken").asText() + "\"}");
      }
    }
    return tokens.isEmpty()
        ? CompletableFuture.completedFuture(answer)
        : post(subscription, "acknowledge", "{\"messages\":[" + String.join(",", tokens) + "]}");
  }

  private CompletableFuture<JsonNode> post(String subscription, String action, String body) {
    URI uri = URI.create(gateway.base() + "/v1/subscriptions/" + subscription + "/" + action);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(
            answer -> {
              // An emulator with a long backlog does not always answer in time.
              assertThat(answer.statusCode()).as(answer.body()).isIn(200, 207, 503);
              try {
                return JSON.readTree(answer.body());
              } catch (IOException noJson) {
                throw new UncheckedIOException(noJson);
              }
            });
  }

  /** Puts a backlog on the queue, each message in one of many groups, and numbered there. */
  private void fill(String subscription) {
    boolean fifo = subscription.endsWith("-fifo");
    String name = queue(subscription) + (fifo ? ".fifo" : "");
    String url = sqs.getQueueUrl(get -> get.queueName(name)).join().queueUrl();
    String once = Long.toString(System.nanoTime(), 36);
    int[] first = new int[1];
    for (; first[0] < messages; first[0] += BATCH) {
      List<SendMessageBatchRequestEntry> entries =
          IntStream.range(first[0], first[0] + BATCH)
              .mapToObj(number -> entry(number, fifo, once))
              .toList();
      sqs.sendMessageBatch(batch -> batch.queueUrl(url).entries(entries)).join();
    }
  }

  private static SendMessageBatchRequestEntry entry(int number, boolean fifo, String once) {
    SendMessageBatchRequestEntry.Builder entry =
        SendMessageBatchRequestEntry.builder()
            .id(Integer.toString(number))
            .messageBody("\"" + "x".repeat(600) + "\"")
            .messageAttributes(
                Map.of(
                    "sequence",
                    MessageAttributeValue.builder()
                        .dataType("Number")
                        .stringValue(Integer.toString(number / GROUPS + 1))
                        .build()));
    if (fifo) {
      entry.messageDeduplicationId(once + "-" + number);
    }
    return entry.messageGroupId("group-" + number % GROUPS).build();
  }
}
