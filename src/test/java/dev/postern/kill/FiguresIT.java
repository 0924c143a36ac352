package dev.postern.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.EmbeddedAws;
import dev.postern.testing.Faults;
import dev.postern.testing.Faults.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a message costs: calls to AWS, write units, heap; and how long a crash is felt.
 *
 * <pre>
 * ./mvnw verify -Dit.test=FiguresIT -Dfigures.messages=20000
 * </pre>
 *
 * <p>Counts, not times, decide; it takes minutes, so it runs only where {@code figures.messages} is
 * given. {@code -Dfigures.old=1000000} fills the table before the recovery is measured, {@code
 * -Dfigures.open=20} says how many messages are under way in it, {@code -Dfigures.waiting=100000}
 * how many wait during an outage.
 */
@EnabledIfSystemProperty(named = "figures.messages", matches = "[0-9]+")
class FiguresIT {
  /** Of which compressing takes a quarter at most, so that what is big stays big. */
  private static final String NOISE = noise();

  private static final Path DIRECTORY = Path.of("target", "figures");
  private static final int CALLERS = 256;

  /** Few enough for an emulator to answer each within its seconds: five calls go to it for each. */
  private static final int CALLERS_IN_OUTAGE = 64;

  private static final int GROUPS = 1_000;
  private static final Duration DRAINED_WITHIN = Duration.ofMinutes(60);

  private final int messages = Integer.getInteger("figures.messages", 20_000);
  private final String run = Long.toString(System.nanoTime(), 36);
  private final String table = "figures-" + run;
  private final Map<String, String> properties = new HashMap<>();
  private final List<Gateway> gateways = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicLong keys = new AtomicLong();
  private Items items;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Files.createDirectories(DIRECTORY);
    properties.putAll(new EmbeddedAws().start());
    properties.put("postern.table", table);
    properties.put("postern.provision", "create");
    properties.put("postern.destinations.orders.sqs-queue", "orders-" + run + ".fifo");
    properties.put("postern.destinations.events.sqs-queue", "events-" + run);
    gateway("gateway-1");
    items = new Items(table);
  }

  private Gateway gateway(String name) throws InterruptedException {
    Gateway gateway = new Gateway(name + "-" + run, properties, DIRECTORY);
    gateways.add(gateway);
    gateway.start();
    gateway.awaitReady();
    return gateway;
  }

  @AfterEach
  void end() {
    Faults.clear();
    gateways.forEach(Gateway::close);
    items.close();
  }

  @Test
  void aCrowdOnFifoSharesItsCalls() throws InterruptedException {
    Cost cost = cost("orders", 600);
    assertThat(cost.calls()).isLessThanOrEqualTo(0.6);
    assertThat(cost.units()).isLessThanOrEqualTo(1.5);
  }

  @Test
  void aCrowdOnStandardSharesItsCalls() throws InterruptedException {
    Cost cost = cost("events", 600);
    assertThat(cost.calls()).isLessThanOrEqualTo(0.5);
    assertThat(cost.units()).isLessThanOrEqualTo(1.5);
  }

  @Test
  void aBigPayloadIsWrittenOnce() throws InterruptedException {
    Cost cost = cost("events", 10_000);
    assertThat(cost.ofRecord()).isGreaterThan(7);
    assertThat(cost.units()).isLessThanOrEqualTo(cost.ofRecord() + 0.5);
  }

  private static String noise() {
    byte[] bytes = new byte[10_000];
    new Random(5).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** What a message cost on average. */
  private record Cost(double calls, double units, double ofRecord) {}

  private Cost cost(String destination, int bytes) throws InterruptedException {
    publish(gateways.get(0), destination, bytes, CALLERS * 4, "wait=5");
    Items.Units before = items.units();
    Faults.forgetCalls();
    long began = System.nanoTime();
    Map<Integer, Integer> answers =
        publish(gateways.get(0), destination, bytes, messages, "wait=5");
    double seconds = (System.nanoTime() - began) / 1e9;
    long inserts = Faults.calls(Service.DYNAMODB, "BatchExecuteStatement");
    long heads = Faults.calls(Service.DYNAMODB, "BatchGetItem");
    long updates = Faults.calls(Service.DYNAMODB, "UpdateItem");
    long sends = Faults.calls(Service.SQS, "SendMessageBatch");
    Items.Units written = items.units().minus(before);
    double calls = (double) (inserts + heads + updates + sends) / messages;
    double units =
        (written.records() + written.journal() + updates * written.ofSettle()) / messages;
    System.out.printf(
        "figures: %s, %d B: answers %s; calls a message %.3f (accept %d, heads %d, settle %d, send"
            + " %d for %d messages); write units a message %.3f (record %.3f); %.0f messages/s here%n",
        destination,
        bytes,
        answers,
        calls,
        inserts,
        heads,
        updates,
        sends,
        messages,
        units,
        (double) written.records() / messages,
        messages / seconds);
    return new Cost(calls, units, (double) written.records() / messages);
  }

  @Test
  void oneCallerAloneWaitsForPutSendUpdate() throws InterruptedException {
    publish(gateways.get(0), "orders", 600, 50, "wait=5");
    Faults.in(Service.DYNAMODB).delay(Duration.ofMillis(100));
    Faults.in(Service.SQS).delay(Duration.ofMillis(100));
    long[] millis = new long[20];
    for (int i = 0; i < millis.length; i++) {
      long began = System.nanoTime();
      call(gateways.get(0), "orders", i, 600, "wait=5").join();
      millis[i] = (System.nanoTime() - began) / 1_000_000;
    }
    Arrays.sort(millis);
    System.out.printf(
        "figures: one caller, 100 ms a call to AWS: median %d ms, so %.1f one after the other%n",
        millis[10], millis[10] / 100.0);
    assertThat(millis[10]).isLessThan(400);
  }

  @Test
  void aCrashIsFeltForTheLeaseTimeWhateverTheTableHolds() throws InterruptedException {
    items.fill(Integer.getInteger("figures.old", 0));
    Gateway dying = gateways.get(0);
    String dead = items.replicas().get(0);
    gateway("gateway-2");
    List<CompletableFuture<Integer>> open = new ArrayList<>();
    Faults.in(Service.SQS).hang();
    int underWay = Integer.getInteger("figures.open", 200);
    for (int i = 0; i < underWay; i++) {
      open.add(call(dying, i % 2 == 0 ? "orders" : "events", i, 600, "wait=5"));
    }
    while (items.fates(dead).size() < open.size()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    Faults.forgetCalls();
    long killed = System.currentTimeMillis();
    dying.kill();
    Faults.clear();
    assertThat(open.stream().filter(call -> call.join() == 0)).isNotEmpty();
    List<OptionalLong> fates = items.fates(dead);
    while (!fates.stream().allMatch(OptionalLong::isPresent)) {
      assertThat(System.currentTimeMillis() - killed).isLessThan(60_000);
      TimeUnit.MILLISECONDS.sleep(200);
      fates = items.fates(dead);
    }
    long[] later =
        fates.stream()
            .mapToLong(OptionalLong::getAsLong)
            .filter(at -> at > killed)
            .sorted()
            .toArray();
    assertThat(later).isNotEmpty();
    System.out.printf(
        "figures: %d old records: from kill -9 to the last of %d messages of the dead replica: %d"
            + " ms, lease 10 s; %d queries, %d reads, %d updates%n",
        Integer.getInteger("figures.old", 0),
        later.length,
        later[later.length - 1] - killed,
        Faults.calls(Service.DYNAMODB, "Query"),
        Faults.calls(Service.DYNAMODB, "GetItem"),
        Faults.calls(Service.DYNAMODB, "UpdateItem"));
  }

  @Test
  void whatWaitsDuringAnOutageIsNotOnTheHeap() throws InterruptedException {
    int waiting = Integer.getInteger("figures.waiting", 20_000);
    publish(gateways.get(0), "orders", 600, 2_000, "wait=5");
    long idle = gateways.get(0).heapInUse();
    Faults.in(Service.SQS).refuse();
    Map<Integer, Integer> answers =
        publish(gateways.get(0), "orders", 600, waiting, "respond-async");
    long during = gateways.get(0).heapInUse();
    Faults.clear();
    long began = System.nanoTime();
    while (items.anyLaneWaits("orders")) {
      assertThat(System.nanoTime() - began).isLessThan(DRAINED_WITHIN.toNanos());
      TimeUnit.SECONDS.sleep(1);
    }
    System.out.printf(
        "figures: %d messages in %d groups during an outage: answers %s; heap in use before %d KB,"
            + " with them waiting %d KB; drained in %d s%n",
        waiting,
        waiting / 10,
        answers,
        idle / 1024,
        during / 1024,
        (System.nanoTime() - began) / 1_000_000_000);
    assertThat(answers).containsOnlyKeys(202);
    assertThat(during - idle).isLessThan(32L * 1024 * 1024);
  }

  /** Publishes from many callers at once, each of which waits for its answer. */
  private Map<Integer, Integer> publish(
      Gateway gateway, String destination, int bytes, int number, String prefer) {
    AtomicInteger next = new AtomicInteger();
    Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();
    boolean toLanes = prefer.equals("respond-async");
    int groups = toLanes ? number / 10 : GROUPS;
    IntFunction<CompletableFuture<Integer>> one =
        n -> call(gateway, destination, n % groups, bytes, prefer);
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int i = 0; i < (toLanes ? CALLERS_IN_OUTAGE : CALLERS); i++) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      callers.add(done);
      goOn(next, number, one, answers, done);
    }
    callers.forEach(CompletableFuture::join);
    return answers;
  }

  /** One caller: the next message once the one before is answered. */
  private static void goOn(
      AtomicInteger next,
      int number,
      IntFunction<CompletableFuture<Integer>> call,
      Map<Integer, Integer> answers,
      CompletableFuture<Void> done) {
    int n = next.getAndIncrement();
    if (n >= number) {
      done.complete(null);
      return;
    }
    var unused =
        call.apply(n)
            .thenAcceptAsync(
                status -> {
                  answers.merge(status, 1, Integer::sum);
                  goOn(next, number, call, answers, done);
                });
  }

  private CompletableFuture<Integer> call(
      Gateway gateway, String destination, int group, int bytes, String prefer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(gateway.base() + "/v1/destinations/" + destination + "/messages"))
            .header("Idempotency-Key", run + "-" + keys.incrementAndGet())
            .header("Content-Type", "text/plain")
            .header("Prefer", prefer)
            .POST(HttpRequest.BodyPublishers.ofString(NOISE.substring(0, bytes)));
    if (destination.equals("orders")) {
      request.header("Message-Group-Id", "group-" + group);
    }
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode)
        .exceptionally(gone -> 0);
  }
}
