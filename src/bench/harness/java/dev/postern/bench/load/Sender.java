package dev.postern.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Posts messages from one event loop, and keeps count of what is answered and how fast. */
final class Sender {
  private static final long MOST_MICROS = TimeUnit.SECONDS.toMicros(120);
  private static final int DIGITS = 3;

  /** More than wait for an answer at any time. */
  private static final int MOST_WAITING = 1_000_000;

  private final Scenario scenario;
  private final HttpClient client;
  private final Claims claims;
  private final String prefer;
  private final Payloads payloads;
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger deferred = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile Histogram latencies = new ConcurrentHistogram(MOST_MICROS, DIGITS);
  private volatile String failure = "";

  Sender(Vertx vertx, int port, Scenario scenario, Claims claims, String prefer) {
    this.scenario = scenario;
    this.claims = claims;
    this.prefer = prefer;
    this.payloads = new Payloads(scenario.content(), claims.run());
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
            new PoolOptions()
                .setHttp1MaxSize(scenario.callers())
                .setMaxWaitQueueSize(MOST_WAITING)
                .setEventLoopSize(1));
  }

  /**
   * Posts one message; the future never fails.
   *
   * @param begun when it was due, from which its latency counts
   */
  Future<Void> send(Payloads.Mark mark, long begun) {
    return client
        .request(
            HttpMethod.POST, "/v1/destinations/" + scenario.target().destination() + "/messages")
        .compose(request -> send(request, mark))
        .compose(response -> response.body().map(body -> response))
        .transform(
            answer -> {
              if (answer.succeeded()) {
                took(mark, answer.result().statusCode(), (System.nanoTime() - begun) / 1000);
              } else {
                failed(mark, answer.cause().toString());
              }
              return Future.succeededFuture();
            });
  }

  private Future<HttpClientResponse> send(HttpClientRequest request, Payloads.Mark mark) {
    return request
        .putHeader("Content-Type", "application/json")
        .putHeader("Idempotency-Key", mark.text())
        .putHeader("Prefer", prefer)
        .putHeader("Message-Group-Id", "g" + payloads.group(scenario.groups()))
        .send(Buffer.buffer(payloads.payload(mark, scenario.bytes())));
  }

  private void took(Payloads.Mark mark, int status, long micros) {
    if (status == 201 || status == 202) {
      claims.claim(mark);
      answered.incrementAndGet();
      if (status == 202) {
        deferred.incrementAndGet();
      }
      latencies.recordValue(Math.min(micros, MOST_MICROS));
    } else {
      failed(mark, "status " + status);
    }
  }

  private void failed(Payloads.Mark mark, String why) {
    claims.unclear(mark);
    failed.incrementAndGet();
    failure = why;
  }

  Claims claims() {
    return claims;
  }

  int answered() {
    return answered.get();
  }

  int deferred() {
    return deferred.get();
  }

  int failed() {
    return failed.get();
  }

  String failure() {
    return failure;
  }

  void forgetLatencies() {
    latencies = new ConcurrentHistogram(MOST_MICROS, DIGITS);
  }

  Histogram latencies() {
    return latencies.copy();
  }

  void close() {
    client.close();
  }
}
