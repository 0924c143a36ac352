package dev.postern.bench.harness;

import dev.postern.bench.load.Scenario;
import dev.postern.bench.load.Target;
import dev.postern.bench.process.Contention;
import dev.postern.bench.process.Pinning;
import dev.postern.bench.process.Ports;
import dev.postern.bench.process.Program;
import dev.postern.bench.process.Stub;
import dev.postern.bench.process.Usage;
import dev.postern.bench.report.Results;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts the stub and the systems, and goes through the plan. */
final class Bench implements AutoCloseable {
  private static final int STUB_PORT = Ports.at(0);

  private final Path target;
  private final Plan plan;
  private final Vertx vertx;
  private final Stub stub = new Stub(STUB_PORT);
  private final List<Program> programs = new ArrayList<>();
  private final Map<Gateway, Usage> usages = new LinkedHashMap<>();
  private final Results results;
  private final Program stubProgram;

  Bench(Path target, Plan plan, Vertx vertx, Results results)
      throws IOException, InterruptedException {
    this.target = target;
    this.plan = plan;
    this.vertx = vertx;
    this.results = results;
    this.stubProgram = startStub();
    programs.add(stubProgram);
  }

  private Program startStub() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Pinning.rest());
    // It keeps much for long: collected at one go, that stops it for 100 ms, everyone's p99.
    command.addAll(
        List.of("java", "-Xms6g", "-Xmx6g", "-XX:+UseZGC", "-XX:ConcGCThreads=1", "-jar"));
    command.add(target.resolve("bench/stub/stub.jar").toString());
    command.addAll(List.of("--port", Integer.toString(STUB_PORT)));
    Program program = Program.start("stub", command, target.resolve("bench/logs"));
    program.awaitReady(URI.create(stub.base() + "/stats"));
    return program;
  }

  /** Where a system's flight is recorded, if it is. */
  static Path recording(Path target, Gateway gateway) {
    return target.resolve("bench/" + gateway.name() + ".jfr");
  }

  void run() throws IOException, InterruptedException {
    for (Gateway gateway : plan.systems()) {
      start(gateway);
    }
    Measurement measurement = new Measurement(vertx, stub, stubProgram);
    for (Gateway gateway : plan.systems()) {
      awaitCalm();
      warmUp(measurement, gateway);
    }
    if (plan.profiled()) {
      for (Program program : programs.subList(1, programs.size())) {
        program.record(recording(target, Gateway.named(program.name())));
      }
    }
    for (int round = 1; round <= plan.pace().rounds(); round++) {
      for (Scenario scenario : plan.all()) {
        for (Gateway gateway : plan.systems(scenario)) {
          one(measurement, round, gateway, scenario);
        }
      }
    }
    if (!plan.profiled()) {
      open(measurement);
    }
    for (Gateway gateway : plan.systems()) {
      results.resident(gateway.name(), usages.get(gateway).residentMegabytes());
    }
    if (plan.full() && plan.systems().contains(Gateway.POSTERN)) {
      mishaps(new Mishaps(vertx, stub, target, results));
    }
  }

  private void start(Gateway gateway) throws IOException, InterruptedException {
    Program program = gateway.start(target, stub);
    programs.add(program);
    results.started(gateway.name(), program.awaitReady(gateway.ready()));
    usages.put(gateway, Usage.of(program.pid()));
  }

  /** Topics are other code than queues, where a system publishes to one. */
  private void warmUp(Measurement measurement, Gateway gateway)
      throws IOException, InterruptedException {
    int messages = plan.pace().warmUp();
    warmUp(measurement, gateway, Scenario.FEW, messages / 10);
    warmUp(measurement, gateway, plan.main(), messages);
    for (Scenario scenario : plan.all()) {
      if (scenario.target() == Target.FIFO_TOPIC && plan.systems(scenario).contains(gateway)) {
        warmUp(measurement, gateway, scenario, messages / 3);
      }
    }
    warmUp(measurement, gateway, Scenario.ALONE, 100);
  }

  private void warmUp(Measurement measurement, Gateway gateway, Scenario scenario, int messages)
      throws IOException, InterruptedException {
    measurement.warmUp(gateway, scenario, Measurement.WarmUp.of(messages));
    gateway.clear(stub, scenario.target());
  }

  /** What was measured before is told in any case. */
  private void mishaps(Mishaps mishaps) throws InterruptedException {
    int messages = Math.min(100_000, plan.pace().warmUp());
    try {
      mishaps.backlog(messages, messages / 10);
      mishaps.kill(1_000);
      mishaps.kill(messages * 10);
    } catch (IOException failure) {
      results.violation(Gateway.POSTERN.name(), "mishaps", failure.toString());
    }
  }

  /** Latencies at half of what naive can do; without it, of what the first can. */
  private void open(Measurement measurement) throws IOException, InterruptedException {
    Gateway measure =
        plan.systems().contains(Gateway.NAIVE) ? Gateway.NAIVE : plan.systems().get(0);
    double rate =
        results.median(measure.name(), plan.main(), run -> run.speed().perSecond()).orElseThrow()
            / 2;
    for (int round = 1; round <= plan.pace().rounds(); round++) {
      for (Gateway gateway : plan.systems()) {
        awaitCalm();
        Measurement.Found found =
            measurement.open(gateway, usages.get(gateway), rate, plan.openTimes());
        results.addOpen(found.run(), rate);
        found.tell("round " + round + "  open model", results);
        gateway.clear(stub, Scenario.MAIN.target());
      }
    }
    if (plan.full()) {
      GatlingCheck gatling = new GatlingCheck(stub, target, results);
      for (Gateway gateway : plan.comparedWithNaive()) {
        gatling.run(gateway, rate);
      }
    }
  }

  private void one(Measurement measurement, int round, Gateway gateway, Scenario scenario)
      throws IOException, InterruptedException {
    awaitCalm();
    Measurement.Found found =
        measurement.closed(gateway, usages.get(gateway), scenario, plan.pace().times());
    results.add(found.run());
    found.tell("round " + round + "  " + scenario, results);
    gateway.clear(stub, scenario.target());
  }

  private void awaitCalm() throws IOException, InterruptedException {
    if (!plan.pace().patience().isZero()) {
      Contention.awaitCalm(plan.pace().patience());
    }
  }

  @Override
  public void close() throws IOException {
    for (Usage usage : usages.values()) {
      usage.close();
    }
    for (int i = programs.size() - 1; i >= 0; i--) {
      programs.get(i).close();
    }
  }
}
