package dev.postern.bench.harness;

import dev.postern.bench.load.Claims;
import dev.postern.bench.load.ClosedLoad;
import dev.postern.bench.load.Load;
import dev.postern.bench.load.Scenario;
import dev.postern.bench.load.Target;
import dev.postern.bench.process.Counts;
import dev.postern.bench.process.Ports;
import dev.postern.bench.process.Program;
import dev.postern.bench.process.Stub;
import dev.postern.bench.report.Results;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How long Postern takes to mend a replica that was killed, and a broker that was away. */
final class Mishaps {
  private static final Duration MOST = Duration.ofMinutes(6);

  /** Above the numbers of all other runs. */
  private static final int RUN = 9_000;

  private final Vertx vertx;
  private final Stub stub;
  private final Path target;
  private final Results results;
  private int runs = RUN;

  Mishaps(Vertx vertx, Stub stub, Path target, Results results) {
    this.vertx = vertx;
    this.stub = stub;
    this.target = target;
    this.results = results;
  }

  /** A backlog that came up while SQS was away, and how fast it goes once that is back. */
  void backlog(int messages, int groups) throws IOException, InterruptedException {
    Gateway postern = Gateway.POSTERN;
    Scenario scenario = new Scenario(Target.FIFO_QUEUE, 1024, groups, 64);
    stub.outage(true);
    ClosedLoad load = ClosedLoad.start(vertx, postern.port(), scenario, ++runs, Load.UNTIL_DURABLE);
    await(() -> load.answered() >= messages);
    Claims claims = load.stop();
    Map<String, Counts> before = stub.counts(postern.name());
    int already = stub.queueSize(postern.queue(Target.FIFO_QUEUE));
    stub.outage(false);
    long start = System.nanoTime();
    await(
        () ->
            stub.queueSize(postern.queue(Target.FIFO_QUEUE)) >= claims.count()
                && postern.hasNoBacklog(stub));
    double seconds = (System.nanoTime() - start) / 1e9;
    int drained = claims.count() - already;
    Counts counts = Counts.sum(Counts.between(before, stub.counts(postern.name())));
    check(claims, scenario);
    results.fact(
        "drain of %d messages in %d groups".formatted(drained, groups),
        "%.1f s, %.0f a second; for each %.2f calls and %.2f write units"
            .formatted(
                seconds,
                drained / seconds,
                (double) counts.calls() / drained,
                counts.writeUnits() / drained));
    postern.clear(stub, Target.FIFO_QUEUE);
  }

  /** One of two replicas is killed under load, in a table with old records. */
  void kill(int old) throws IOException, InterruptedException {
    Gateway postern = Gateway.POSTERN;
    age(old);
    Gateway second = postern.at(Ports.at(11));
    Scenario scenario = new Scenario(Target.FIFO_QUEUE, 1024, Scenario.MANY, 64);
    try (Program victim = second.start(target, stub)) {
      victim.awaitReady(second.ready());
      int replicas = stub.count(postern.name(), "replicas");
      ClosedLoad load = ClosedLoad.start(vertx, second.port(), scenario, ++runs);
      Thread.sleep(3_000);
      Map<String, Counts> before = stub.counts(postern.name());
      victim.kill();
      long start = System.nanoTime();
      Claims claims = load.stop();
      await(() -> stub.count(postern.name(), "replicas") < replicas);
      double seconds = (System.nanoTime() - start) / 1e9;
      Map<String, Counts> counts = Counts.between(before, stub.counts(postern.name()));
      Thread.sleep(1_000);
      check(claims, scenario);
      results.fact(
          "recovery of a killed replica, %,d old records".formatted(old),
          "%.1f s (the lease is 10 s) and %d queries, %d reads, %d updates, %d sends"
              .formatted(
                  seconds,
                  calls(counts, "Query"),
                  calls(counts, "GetItem") + calls(counts, "BatchGetItem"),
                  calls(counts, "UpdateItem"),
                  calls(counts, "SendMessageBatch")));
    }
    postern.clear(stub, Target.FIFO_QUEUE);
  }

  /** Fills the table with copies of what some messages leave. */
  private void age(int records) throws IOException, InterruptedException {
    Gateway postern = Gateway.POSTERN;
    ClosedLoad some = ClosedLoad.start(vertx, postern.port(), Scenario.ALONE, ++runs);
    await(() -> some.answered() >= 20);
    some.stop();
    stub.fill(postern.name(), "rec#", records);
    stub.fill(postern.name(), "jrn#", records / 10);
  }

  private static long calls(Map<String, Counts> counts, String operation) {
    return counts.getOrDefault(operation, Counts.NONE).calls();
  }

  private void check(Claims claims, Scenario scenario) throws IOException, InterruptedException {
    List<String> violations =
        claims.violations(stub.queue(Gateway.POSTERN.queue(Target.FIFO_QUEUE)));
    violations.forEach(each -> results.violation(Gateway.POSTERN.name(), scenario, each));
  }

  /** Something that the stub knows. */
  private interface Question {
    boolean answer() throws IOException, InterruptedException;
  }

  private static void await(Question question) throws IOException, InterruptedException {
    long end = System.nanoTime() + MOST.toNanos();
    while (!question.answer()) {
      if (System.nanoTime() > end) {
        throw new IOException("not within " + MOST.toSeconds() + " s");
      }
      Thread.sleep(20);
    }
  }
}
