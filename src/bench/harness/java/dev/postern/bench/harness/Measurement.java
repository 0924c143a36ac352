package dev.postern.bench.harness;

import dev.postern.bench.load.Claims;
import dev.postern.bench.load.ClosedLoad;
import dev.postern.bench.load.Load;
import dev.postern.bench.load.OpenLoad;
import dev.postern.bench.load.Scenario;
import dev.postern.bench.process.Aws;
import dev.postern.bench.process.Contention;
import dev.postern.bench.process.Counts;
import dev.postern.bench.process.Program;
import dev.postern.bench.process.Usage;
import dev.postern.bench.report.Results;
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

  private final Vertx vertx;
  private final Aws aws;
  private final long awsPid;
  private int runs;

  Measurement(Vertx vertx, Aws aws, Program awsProgram) {
    this.vertx = vertx;
    this.aws = aws;
    this.awsPid = awsProgram.pid();
  }

  /** How much a system is asked before it is measured: so many messages, or so long at most. */
  record WarmUp(int messages, Duration most) {
    private static final Duration MOST = Duration.ofSeconds(60);

    static WarmUp of(int messages) {
      return new WarmUp(messages, MOST);
    }
  }

  /** How long a run is, before it is measured and while it is. */
  record Times(Duration settleIn, Duration measured) {}

  /** What a run found, and what was wrong with it. */
  record Found(Run run, List<String> violations) {
    /** Prints the figures, and adds what was wrong to the results. */
    void tell(String what, Results results) {
      System.out.printf(
          "%-46s %-8s %6.0f /s  p50 %6.1f ms  p99 %6.1f ms  CPU %6.3f s/1k  busy %3.0f %%,"
              + " services and load %3.0f %%, others %3.0f %%%n",
          what,
          run.system(),
          run.speed().perSecond(),
          run.speed().p50(),
          run.speed().p99(),
          run.effort().cpuPerThousand(),
          run.effort().busy() * 100,
          run.effort().restBusy() * 100,
          run.effort().othersBusy() * 100);
      violations.forEach(each -> results.violation(run.system(), run.scenario(), each));
    }
  }

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
    Map<String, Counts> countsBefore = aws.counts(gateway.name());
    Load load = starter.get();
    Thread.sleep(times.settleIn().toMillis());
    load.forgetLatencies();
    Moment begin = moment(usage, load);
    Thread.sleep(times.measured().toMillis());
    Moment end = moment(usage, load);
    Histogram latencies = load.latencies();
    Claims claims = load.stop();
    awaitDrained(gateway, scenario, claims);
    Map<String, Counts> counts = Counts.between(countsBefore, aws.counts(gateway.name()));
    List<String> violations = claims.violations(aws.queue(gateway.queue(scenario.target())));
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
    while ((aws.queueSize(queue) < claims.count() || !gateway.hasNoBacklog(aws))
        && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    Thread.sleep(SETTLE.toMillis());
  }

  /** Loads until everything was done often enough to be compiled, at most a while. */
  void warmUp(Gateway gateway, Scenario scenario, WarmUp warmUp)
      throws IOException, InterruptedException {
    ClosedLoad load = ClosedLoad.start(vertx, gateway.port(), scenario, ++runs);
    long end = System.nanoTime() + warmUp.most().toNanos();
    while (load.answered() < warmUp.messages() && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    Claims claims = load.stop();
    awaitDrained(gateway, scenario, claims);
    System.out.println("warmed up " + gateway.name() + " by " + claims.count() + " messages");
  }

  private Moment moment(Usage usage, Load load) throws IOException {
    double rest = Usage.cpuSeconds(awsPid) + Usage.cpuSeconds(ProcessHandle.current().pid());
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
        (double) end.usage().allocatedSince(begin.usage()) / messages,
        cpu / end.seconds(begin),
        (end.restCpu() - begin.restCpu()) / end.seconds(begin),
        (end.allCpu() - begin.allCpu() - cpu - end.restCpu() + begin.restCpu())
            / end.seconds(begin));
  }
}
