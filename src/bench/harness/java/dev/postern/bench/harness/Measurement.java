package dev.postern.bench.harness;

import dev.postern.bench.load.Claims;
import dev.postern.bench.load.ClosedLoad;
import dev.postern.bench.load.Load;
import dev.postern.bench.load.OpenLoad;
import dev.postern.bench.load.Scenario;
import dev.postern.bench.process.Contention;
import dev.postern.bench.process.Counts;
import dev.postern.bench.process.Program;
import dev.postern.bench.process.Stub;
import dev.postern.bench.process.Usage;
import dev.postern.bench.report.Run;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Takes the figures of runs, and holds each to what it claims. */
final class Measurement {
  /** From the last answer until all that a system writes behind it is written. */
  private static final Duration SETTLE = Duration.ofMillis(700);

  private static final Duration MOST_DRAINING = Duration.ofSeconds(30);
  private static final Duration MOST_WARMING = Duration.ofSeconds(60);

  private final Vertx vertx;
  private final Stub stub;
  private final long stubPid;
  private int runs;

  Measurement(Vertx vertx, Stub stub, Program stubProgram) {
    this.vertx = vertx;
    this.stub = stub;
    this.stubPid = stubProgram.pid();
  }

  /** How long a run is, before it is measured and while it is. */
  record Times(Duration settleIn, Duration measured) {}

  /** What a run found, and what was wrong with it. */
  record Found(Run run, List<String> violations) {}

  /** What a process and those beside it had used at a moment. */
  private record Moment(
      Usage.Snapshot usage, double restCpu, double allCpu, long nanos, int answered) {
    double seconds(Moment before) {
      return (nanos - before.nanos) / 1e9;
    }
  }

  /** As many callers as the scenario has, each of which waits for its answers. */
  Found closed(Gateway gateway, Usage usage, Scenario scenario, Times times)
      throws IOException, InterruptedException {
    return take(
        gateway,
        usage,
        scenario,
        times,
        () -> ClosedLoad.start(vertx, gateway.port(), scenario, ++runs));
  }

  /** At a fixed rate, by as many connections as the scenario has callers. */
  Found open(Gateway gateway, Usage usage, double perSecond, Times times)
      throws IOException, InterruptedException {
    return take(
        gateway,
        usage,
        Scenario.MAIN,
        times,
        () -> OpenLoad.start(vertx, gateway.port(), Scenario.MAIN, ++runs, perSecond));
  }

  private Found take(
      Gateway gateway, Usage usage, Scenario scenario, Times times, Supplier<Load> starter)
      throws IOException, InterruptedException {
    Map<String, Counts> countsBefore = stub.counts(gateway.name());
    Load load = starter.get();
    Thread.sleep(times.settleIn().toMillis());
    load.forgetLatencies();
    Moment begin = moment(usage, load);
    Thread.sleep(times.measured().toMillis());
    Moment end = moment(usage, load);
    Histogram latencies = load.latencies();
    Claims claims = load.stop();
    awaitDrained(gateway, scenario, claims);
    Map<String, Counts> counts = Counts.between(countsBefore, stub.counts(gateway.name()));
    List<String> violations = claims.violations(stub.queue(gateway.queue(scenario.target())));
    gateway.clear(stub, scenario.target());
    if (load.failed() > 0) {
      System.out.println("  " + load.failed() + " failed, the last with " + load.failure());
    }
    return new Found(
        new Run(
            gateway.name(),
            scenario,
            speed(load, latencies, begin, end),
            effort(begin, end),
            new Run.Bill(counts, Math.max(1, claims.count()))),
        violations);
  }

  /** What was durable and not published may take a while. */
  private void awaitDrained(Gateway gateway, Scenario scenario, Claims claims)
      throws IOException, InterruptedException {
    String queue = gateway.queue(scenario.target());
    long end = System.nanoTime() + MOST_DRAINING.toNanos();
    while ((stub.queueSize(queue) < claims.count() || !gateway.hasNoBacklog(stub))
        && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    Thread.sleep(SETTLE.toMillis());
  }

  /** Loads until everything was done often enough to be compiled, at most a while. */
  void warmUp(Gateway gateway, Scenario scenario, int messages)
      throws IOException, InterruptedException {
    ClosedLoad load = ClosedLoad.start(vertx, gateway.port(), scenario, ++runs);
    long end = System.nanoTime() + MOST_WARMING.toNanos();
    while (load.answered() < messages && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    Claims claims = load.stop();
    awaitDrained(gateway, scenario, claims);
    gateway.clear(stub, scenario.target());
    System.out.println("warmed up " + gateway.name() + " by " + claims.count() + " messages");
  }

  private Moment moment(Usage usage, Load load) throws IOException {
    double rest = Usage.cpuSeconds(stubPid) + Usage.cpuSeconds(ProcessHandle.current().pid());
    return new Moment(
        usage.now(), rest, Contention.busySeconds(), System.nanoTime(), load.answered());
  }

  private static Run.Speed speed(Load load, Histogram latencies, Moment begin, Moment end) {
    return new Run.Speed(
        (end.answered() - begin.answered()) / end.seconds(begin),
        Run.PERCENTILES.stream()
            .map(each -> latencies.getValueAtPercentile(each) / 1000.0)
            .toList(),
        load.failed(),
        load.deferred());
  }

  private static Run.Effort effort(Moment begin, Moment end) {
    int messages = Math.max(1, end.answered() - begin.answered());
    double cpu = end.usage().cpuSeconds() - begin.usage().cpuSeconds();
    return new Run.Effort(
        cpu / messages * 1000,
        (double) (end.usage().allocatedBytes() - begin.usage().allocatedBytes()) / messages,
        cpu / end.seconds(begin),
        (end.restCpu() - begin.restCpu()) / end.seconds(begin),
        (end.allCpu() - begin.allCpu() - cpu - end.restCpu() + begin.restCpu())
            / end.seconds(begin));
  }
}
