package dev.postern.kill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.kill.History.Call;
import dev.postern.kill.History.MessageAnswer;
import dev.postern.kill.History.Wanted;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers over HTTP. Each has groups of its own and sends to one group at a time, so it knows what
 * it had answered before it sent the next; now and then it sends two messages, or one message to
 * two gateways, at the same time, goes on with the first answer, asks again for what was answered
 * long ago, or gives a message up.
 */
final class Callers implements AutoCloseable {
  /** How many callers, and how they behave. */
  record Plan(int fifoCallers, int groupsEach, int standardCallers, Duration pause) {}

  private static final List<String> PREFERENCES =
      List.of("", "respond-async", "wait=0", "wait=1", "wait=5", "wait=5");
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Gateway> gateways;
  private final History history;
  private final Plan plan;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile boolean abandon;

  Callers(List<Gateway> gateways, History history, Plan plan) {
    this.gateways = gateways;
    this.history = history;
    this.plan = plan;
  }

  void start(Random random) {
    for (int i = 0; i < plan.fifoCallers(); i++) {
      int caller = i;
      start("fifo-" + caller, random.nextLong(), own -> callOrders(caller, own));
    }
    for (int i = 0; i < plan.standardCallers(); i++) {
      start("standard-" + i, random.nextLong(), this::callEvents);
    }
  }

  private interface Turn {
    void take(Random random) throws InterruptedException;
  }

  private void start(String name, long seed, Turn turn) {
    Random random = new Random(seed);
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!stopped) {
                  turn.take(random);
                  sleep(random.nextInt((int) (2 * plan.pause().toMillis()) + 1));
                }
              } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void callOrders(int caller, Random random) throws InterruptedException {
    String group = "g" + caller + "-" + random.nextInt(plan.groupsEach());
    Optional<String> guarantee =
        random.nextInt(5) == 0 ? Optional.of("at-least-once") : Optional.empty();
    List<Wanted> together = new ArrayList<>();
    int count = random.nextInt(10) == 0 ? 2 : 1;
    for (int i = 0; i < count; i++) {
      together.add(history.want(new Wanted(KillIT.FIFO, key(), Optional.of(group), guarantee)));
    }
    publish(together, random);
  }

  private void callEvents(Random random) throws InterruptedException {
    Optional<String> group =
        random.nextBoolean() ? Optional.of("fair-" + random.nextInt(5)) : Optional.empty();
    publish(
        List.of(history.want(new Wanted(KillIT.STANDARD, key(), group, Optional.empty()))), random);
  }

  private String key() {
    return "k" + numbers.incrementAndGet();
  }

  /** Calls until every message is answered, or is given up. */
  private void publish(List<Wanted> together, Random random) throws InterruptedException {
    boolean givesUp = random.nextInt(12) == 0;
    int twice = random.nextInt(6) == 0 ? 2 : 1;
    for (int attempt = 1; !together.stream().allMatch(Wanted::isAnswered); attempt++) {
      List<CompletableFuture<Void>> calls = new ArrayList<>();
      for (Wanted message : together) {
        int first = random.nextInt(gateways.size());
        for (int copy = 0; copy < twice; copy++) {
          calls.add(call(message, gateways.get((first + copy) % gateways.size()), prefer(random)));
        }
      }
      awaitAnswers(together, calls);
      if ((givesUp && attempt == 1) || abandon) {
        return;
      }
      sleep(20 + random.nextInt(Math.min(500, 50 * attempt)));
    }
    if (random.nextInt(12) == 0) {
      Wanted again = together.get(0);
      awaitAnswers(
          List.of(),
          List.of(call(again, gateways.get(random.nextInt(gateways.size())), prefer(random))));
    }
  }

  private static String prefer(Random random) {
    return PREFERENCES.get(random.nextInt(PREFERENCES.size()));
  }

  /** Returns with the first answer for each message, or when no call is left that may bring one. */
  private static void awaitAnswers(List<Wanted> messages, List<CompletableFuture<Void>> calls)
      throws InterruptedException {
    while (!calls.stream().allMatch(CompletableFuture::isDone)
        && (messages.isEmpty() || !messages.stream().allMatch(Wanted::isAnswered))) {
      sleep(1);
    }
  }

  /** One call; what came of it is in the history when the future completes, which never fails. */
  CompletableFuture<Void> call(Wanted message, Gateway gateway, String prefer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                gateway.base().resolve("/v1/destinations/" + message.destination + "/messages"))
            .timeout(ANSWER_WITHIN)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", message.key)
            .POST(HttpRequest.BodyPublishers.ofString(body(message)));
    message.group.ifPresent(group -> request.header("Message-Group-Id", group));
    message.guarantee.ifPresent(guarantee -> request.header("Delivery-Guarantee", guarantee));
    if (!prefer.isEmpty()) {
      request.header("Prefer", prefer);
    }
    underWay.incrementAndGet();
    long sentAt = history.tick();
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .handle(
            (answer, failure) -> {
              message.add(call(gateway, prefer, sentAt, answer, failure));
              underWay.decrementAndGet();
              return null;
            });
  }

  private Call call(
      Gateway gateway, String prefer, long sentAt, HttpResponse<String> answer, Throwable failure) {
    boolean promise = failure == null && (answer.statusCode() == 201 || answer.statusCode() == 202);
    return new Call(
        gateway.name(),
        prefer,
        sentAt,
        history.tick(),
        System.currentTimeMillis(),
        failure == null ? answer.statusCode() : 0,
        promise ? Optional.of(read(answer)) : Optional.empty(),
        failure != null ? String.valueOf(failure.getMessage()) : promise ? "" : answer.body());
  }

  private static MessageAnswer read(HttpResponse<String> answer) {
    JsonNode body = parse(answer.body());
    return new MessageAnswer(
        body.path("id").asText(),
        body.path("status").asText(),
        answer.headers().firstValue("Idempotent-Replayed").isPresent(),
        body.path("possibleDuplicate").asBoolean(),
        body.path("brokerMessageId").asText());
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(json, wrong);
    }
  }

  private static String body(Wanted message) {
    return "{\"key\":\"" + message.key + "\"}";
  }

  /** No new messages from now on; those under way are still asked for until they are answered. */
  void stopAfterTheMessagesAtHand() {
    stopped = true;
  }

  /** Have all callers come to their ends, and all their calls? */
  boolean isQuiet() {
    return threads.stream().noneMatch(Thread::isAlive) && underWay.get() == 0;
  }

  /** A GET or POST with its answer, or none where the gateway does not answer. */
  HttpResponse<String> ask(HttpRequest request) throws java.io.IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static void sleep(long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  @Override
  public void close() {
    stopped = true;
    abandon = true;
    threads.forEach(Thread::interrupt);
  }
}
