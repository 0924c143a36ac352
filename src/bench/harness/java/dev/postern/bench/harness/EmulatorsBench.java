package dev.postern.bench.harness;

import dev.postern.bench.load.Scenario;
import dev.postern.bench.process.Emulators;
import dev.postern.bench.process.Pinning;
import dev.postern.bench.process.Program;
import dev.postern.bench.process.Usage;
import dev.postern.bench.report.Results;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares Postern with naive once more, on the embedded AWS services of tests and development:
 * implementations of the protocols that others wrote, far slower than AWS. Each system has fresh
 * ones, and nothing else runs beside it.
 */
final class EmulatorsBench {
  private static final int MOST_WARM_UP = 10_000;
  private static final Duration MOST_WARMING = Duration.ofSeconds(30);

  private final Path target;
  private final Plan plan;
  private final Vertx vertx;
  private final Results results;
  private final Emulators emulators = new Emulators();

  EmulatorsBench(Path target, Plan plan, Vertx vertx, Results results) {
    this.target = target;
    this.plan = plan;
    this.vertx = vertx;
    this.results = results;
  }

  /** A system that could not be measured has violated what it claims. */
  void run() throws InterruptedException {
    for (Gateway gateway : plan.comparedWithNaive()) {
      try {
        run(gateway);
      } catch (IOException failure) {
        results.violation(gateway.name(), "emulators", failure.toString());
      }
    }
  }

  private void run(Gateway gateway) throws IOException, InterruptedException {
    try (Program services = startEmulators();
        Program program = gateway.start(target, emulators)) {
      program.awaitReady(gateway.ready());
      try (Usage usage = Usage.of(program.pid())) {
        measure(gateway, usage, new Measurement(vertx, emulators, services));
      }
    }
  }

  private Program startEmulators() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Pinning.rest());
    command.addAll(List.of("java", "-Xmx2g", "-jar"));
    command.add(target.resolve("local-aws/local-aws.jar").toString());
    command.addAll(Emulators.arguments());
    Program program = Program.start("emulators", command, target.resolve("bench/logs"));
    program.awaitReady(emulators.ready());
    return program;
  }

  private void measure(Gateway gateway, Usage usage, Measurement measurement)
      throws IOException, InterruptedException {
    int messages = Math.min(MOST_WARM_UP, plan.pace().warmUp());
    warmUp(gateway, measurement, Scenario.FEW, messages / 10);
    warmUp(gateway, measurement, Scenario.MAIN, messages);
    for (int round = 1; round <= plan.pace().rounds(); round++) {
      Measurement.Found found =
          measurement.closed(gateway, usage, Scenario.MAIN, plan.pace().times());
      results.addEmulated(found.run());
      found.tell("round " + round + "  on the emulators", results);
    }
  }

  private void warmUp(Gateway gateway, Measurement measurement, Scenario scenario, int messages)
      throws IOException, InterruptedException {
    measurement.warmUp(gateway, scenario, new Measurement.WarmUp(messages, MOST_WARMING));
    // Received and left: nothing of it is measured.
    emulators.queue(gateway.queue(scenario.target()));
  }
}
