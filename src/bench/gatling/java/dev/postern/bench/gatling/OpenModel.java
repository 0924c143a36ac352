package dev.postern.bench.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.responseTimeInMillis;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Posts 1 KB at a fixed rate: {@code -Dbench.port=… -Dbench.rate=… -Dbench.seconds=…}. Says at
 * last, in one line that begins with {@code GATLING}, how many were answered and how fast. The
 * first third of the time is not counted.
 */
public class OpenModel extends Simulation {
  private static final int GROUPS = 10_000;
  private static final int RANDOM_BYTES = 738;
  private static final long MOST_MILLIS = 120_000;

  private final int seconds = Integer.getInteger("bench.seconds");
  private final ConcurrentHistogram latencies = new ConcurrentHistogram(MOST_MILLIS, 3);
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final SecureRandom random = new SecureRandom();
  private final long begun = System.nanoTime();

  {
    ChainBuilder publish =
        exec(this::prepare)
            .exec(
                http("publish")
                    .post("/v1/destinations/fifo/messages")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "#{key}")
                    .header("Message-Group-Id", "#{group}")
                    .body(StringBody("#{payload}"))
                    .check(status().is(201))
                    .check(responseTimeInMillis().saveAs("took")))
            .exec(this::count);
    double rate = Double.parseDouble(System.getProperty("bench.rate"));
    setUp(
            scenario("publish")
                .exec(publish)
                .injectOpen(constantUsersPerSec(rate).during(Duration.ofSeconds(seconds))))
        .protocols(
            http.baseUrl("http://127.0.0.1:" + System.getProperty("bench.port"))
                .shareConnections());
  }

  private Session prepare(Session session) {
    int number = numbers.incrementAndGet();
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String mark = "{\"mark\":\"8000-0000-%08d\",\"data\":\"".formatted(number);
    return session
        .set("key", System.getProperty("bench.port") + "-" + begun + "-" + number)
        .set("group", "g" + random.nextInt(GROUPS))
        .set("payload", mark + Base64.getUrlEncoder().encodeToString(bytes) + "\"}");
  }

  private Session count(Session session) {
    if (!session.isFailed()) {
      answered.incrementAndGet();
      if (System.nanoTime() - begun > seconds * 1e9 / 3) {
        latencies.recordValue(Math.min(session.getInt("took"), MOST_MILLIS));
      }
    }
    return session;
  }

  @Override
  public void after() {
    System.out.printf(
        "GATLING asked %d answered %d p50 %d p99 %d p99.9 %d%n",
        numbers.get(),
        answered.get(),
        latencies.getValueAtPercentile(50),
        latencies.getValueAtPercentile(99),
        latencies.getValueAtPercentile(99.9));
  }
}
