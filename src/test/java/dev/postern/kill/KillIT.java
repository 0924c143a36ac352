package dev.postern.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.kill.Backend.Received;
import dev.postern.kill.History.Call;
import dev.postern.kill.History.MessageAnswer;
import dev.postern.kill.History.Wanted;
import dev.postern.testing.EmbeddedAws;
import dev.postern.testing.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nothing that was promised is lost, doubled or out of order, whatever dies.
 *
 * <p>Every build runs three rounds with a short lease. The long form, with the usual lease:
 *
 * <pre>
 * ./mvnw verify -Dit.test=KillIT -Dkill.rounds=20 -Dkill.lease=10s
 * </pre>
 *
 * <p>{@code -Dkill.seed=…} deals the same weather, victims and messages again; what the processes
 * make of them is never the same twice. The processes' logs are in {@code target/kill}.
 */
class KillIT {
  static final String FIFO = "kill-orders";
  static final String STANDARD = "kill-events";

  private static final int GATEWAYS = 3;
  private static final Path DIRECTORY = Path.of("target", "kill");
  private static final Duration DRAINED_WITHIN = Duration.ofMinutes(4);
  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(2);

  private static final Pattern ENTERED =
      Pattern.compile("\"timestamp\":\"([^\"]+)\".*\"message\":\"replica ([0-9a-f]{20}) entered");
  private static final Pattern RECOVERED =
      Pattern.compile("\"message\":\"replica ([0-9a-f]{20}) recovered by");

  private final long seed = Long.getLong("kill.seed", System.nanoTime());
  private final int rounds = Integer.getInteger("kill.rounds", 3);
  private final Duration lease = Duration.parse("PT" + System.getProperty("kill.lease", "2s"));
  private final Random random = new Random(seed);
  private final String run = Long.toUnsignedString(seed, 36);
  private final String fifoQueue = "kill-orders-" + run + ".fifo";
  private final String standardQueue = "kill-events-" + run;
  private final History history = new History();
  private final List<Gateway> gateways = new ArrayList<>();
  private Backend backend;
  private Callers callers;

  @BeforeEach
  void startThreeGateways() throws IOException, InterruptedException {
    System.out.printf(
        "kill test: -Dkill.seed=%d -Dkill.rounds=%d -Dkill.lease=%ds%n",
        seed, rounds, lease.toSeconds());
    Files.createDirectories(DIRECTORY);
    String table = "kill-" + run;
    Map<String, String> properties = new HashMap<>(new EmbeddedAws().start());
    properties.put("postern.table", table);
    properties.put("postern.provision", "create");
    properties.put("quarkus.log.category.\"io.smallrye.health\".level", "ERROR");
    properties.put("postern.replica.lease", lease.toMillis() + "MS");
    properties.put("postern.replica.heartbeat", lease.toMillis() / 4 + "MS");
    properties.put("postern.destinations." + FIFO + ".sqs-queue", fifoQueue);
    properties.put("postern.destinations." + STANDARD + ".sqs-queue", standardQueue);
    for (int i = 1; i <= GATEWAYS; i++) {
      Gateway gateway = new Gateway("gateway-" + i, properties, DIRECTORY);
      Files.deleteIfExists(DIRECTORY.resolve(gateway.name() + ".log"));
      gateways.add(gateway);
    }
    backend = new Backend(table);
    gateways.forEach(Gateway::start);
    for (Gateway gateway : gateways) {
      gateway.awaitReady();
    }
    callers = new Callers(gateways, history, new Callers.Plan(12, 5, 4, Duration.ofMillis(60)));
  }

  @AfterEach
  void endAll() {
    Faults.clear();
    if (callers != null) {
      callers.close();
    }
    gateways.forEach(Gateway::close);
    if (backend != null) {
      backend.close();
    }
  }

  @Test
  void nothingIsLostDoubledOrReorderedWhenGatewaysAreKilledAndAwsFails()
      throws InterruptedException {
    // Given callers on three gateways
    callers.start(new Random(random.nextLong()));

    // When gateways are killed in all weathers
    Chaos chaos = new Chaos(gateways, random, lease);
    chaos.run(rounds);
    callers.stopAfterTheMessagesAtHand();
    await("every message at hand is answered or given up", ANSWERED_WITHIN, callers::isQuiet);
    askAgainForWhatWasGivenUp();

    // Then everything that was answered comes to its end
    List<Wanted> wanted = history.all();
    List<String> answered = wanted.stream().flatMap(each -> each.id().stream()).toList();
    Statuses statuses = new Statuses(callers, gateways);
    Map<String, String> open = statuses.awaitFinal(answered, DRAINED_WITHIN);
    assertThat(open).as(() -> context("without an end after " + DRAINED_WITHIN)).isEmpty();
    await("every lane is clear", DRAINED_WITHIN, () -> backend.lanesThatWait().isEmpty());
    await(
        "the dead are recovered",
        lease.multipliedBy(3).plusSeconds(30),
        () -> backend.replicas().size() == GATEWAYS);

    // And the queues hold what was promised
    List<Received> orders = backend.drain(fifoQueue);
    List<Received> events = backend.drain(standardQueue);
    List<String> unanswered =
        Stream.concat(orders.stream(), events.stream())
            .map(Received::posternId)
            .filter(id -> statuses.of(id).isEmpty())
            .distinct()
            .toList();
    Map<String, String> openUnanswered = statuses.awaitFinal(unanswered, Duration.ZERO);
    Checker checker = new Checker(wanted, statuses::of);
    checker.checkAnswers();
    checker.checkContents(FIFO, orders);
    checker.checkContents(STANDARD, events);
    checker.checkOnce(orders);
    checker.checkOrder(orders);
    int doubled = checker.checkTwiceOnlyAsSaid(events);

    print(chaos, statuses, orders.size(), events.size(), doubled, openUnanswered.size());
    assertThat(checker.violations()).as(() -> context("violations")).isEmpty();
  }

  /** A caller who comes back with its key finishes what nobody else may be at. */
  private void askAgainForWhatWasGivenUp() throws InterruptedException {
    for (Wanted message : history.all()) {
      if (!message.isAnswered() && random.nextBoolean()) {
        Gateway gateway = gateways.get(random.nextInt(GATEWAYS));
        callers.call(message, gateway, "wait=1").join();
        assertThat(message.isAnswered())
            .as(() -> context("asked again, and no promise: " + message))
            .isTrue();
      }
    }
  }

  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  private void await(String what, Duration within, Condition condition)
      throws InterruptedException {
    long until = System.nanoTime() + within.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime() - until)
          .as(() -> context("not within " + within + ": " + what))
          .isNegative();
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private String context(String what) {
    return what
        + "\n-Dkill.seed="
        + seed
        + " -Dkill.rounds="
        + rounds
        + "\nlanes that wait: "
        + backend.lanesThatWait()
        + "\nreplicas: "
        + backend.replicas()
        + "\n"
        + gateways.stream().map(Gateway::tail).collect(Collectors.joining("\n"))
        + "\n";
  }

  private void print(
      Chaos chaos, Statuses statuses, int orders, int events, int doubled, int openUnanswered) {
    List<Wanted> wanted = history.all();
    List<Call> calls = wanted.stream().flatMap(each -> each.calls().stream()).toList();
    long replays =
        calls.stream()
            .filter(call -> call.answer().filter(MessageAnswer::replayed).isPresent())
            .count();
    long recoveries =
        gateways.stream()
            .flatMap(gateway -> gateway.lines().stream())
            .filter(line -> RECOVERED.matcher(line).find())
            .count();
    System.out.printf("kill test: %s, %d recoveries%n", chaos.summary(), recoveries);
    System.out.printf(
        "kill test: %d messages wanted, %d answered; in the queues: FIFO %d, standard %d, of which"
            + " doubled and marked so %d; never answered and open %d%n",
        wanted.size(),
        wanted.stream().filter(Wanted::isAnswered).count(),
        orders,
        events,
        doubled,
        openUnanswered);
    System.out.printf(
        "kill test: %d calls: 201 %d, 202 %d, 503 %d, no answer %d; replays %d%n",
        calls.size(),
        count(calls, 201),
        count(calls, 202),
        count(calls, 503),
        count(calls, 0),
        replays);
    printRecoveredAfter(chaos, statuses);
  }

  private static long count(List<Call> calls, int status) {
    return calls.stream().filter(call -> call.status() == status).count();
  }

  /** From a kill to the last message that the dead one had accepted and others published. */
  private void printRecoveredAfter(Chaos chaos, Statuses statuses) {
    Map<String, String> accepters = backend.accepters();
    List<Long> times = new ArrayList<>();
    int recovered = 0;
    for (Chaos.Death death : chaos.deaths()) {
      Optional<String> dead = replicaAt(death);
      long last = 0;
      for (Map.Entry<String, String> accepted : accepters.entrySet()) {
        if (dead.filter(accepted.getValue()::equals).isPresent()) {
          long published = statuses.of(accepted.getKey()).map(KillIT::publishedAt).orElse(0L);
          if (published > death.atMillis()) {
            recovered++;
            last = Math.max(last, published - death.atMillis());
          }
        }
      }
      if (last > 0) {
        times.add(last);
      }
    }
    times.sort(null);
    System.out.printf(
        "kill test: %d messages of killed gateways were published by others; from kill to the last"
            + " of them, ms, lease %d: %s%n",
        recovered, lease.toMillis(), times);
  }

  private Optional<String> replicaAt(Chaos.Death death) {
    String last = null;
    for (Gateway gateway : gateways) {
      if (gateway.name().equals(death.gateway())) {
        for (String line : gateway.lines()) {
          Matcher entered = ENTERED.matcher(line);
          if (entered.find()
              && OffsetDateTime.parse(entered.group(1)).toInstant().toEpochMilli()
                  < death.atMillis()) {
            last = entered.group(2);
          }
        }
      }
    }
    return Optional.ofNullable(last);
  }

  private static long publishedAt(JsonNode status) {
    return Instant.parse(status.path("publishedAt").asText("1970-01-01T00:00:00Z")).toEpochMilli();
  }
}
