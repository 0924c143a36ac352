package dev.postern.bench.harness;

import dev.postern.bench.load.Target;
import dev.postern.bench.process.Pinning;
import dev.postern.bench.process.Program;
import dev.postern.bench.process.Stub;
import dev.postern.bench.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Has Gatling put the same load of the open model on a system, so that two tools say the same. */
final class GatlingCheck {
  private static final int SECONDS = 15;
  private static final Pattern SAID =
      Pattern.compile("GATLING asked (\\d+) answered (\\d+) (p50 .*)");

  private final Stub stub;
  private final Path target;
  private final Results results;

  GatlingCheck(Stub stub, Path target, Results results) {
    this.stub = stub;
    this.target = target;
    this.results = results;
  }

  void run(Gateway gateway, double perSecond) throws IOException, InterruptedException {
    String name = "gatling-" + gateway.name();
    int already = stub.queueSize(gateway.queue(Target.FIFO_QUEUE));
    try (Program gatling =
        Program.start(name, command(gateway, perSecond), target.resolve("bench/logs"))) {
      gatling.awaitEnd();
    }
    Matcher said = said(target.resolve("bench/logs/" + name + ".log"));
    int answered = Integer.parseInt(said.group(2));
    int there = stub.queueSize(gateway.queue(Target.FIFO_QUEUE)) - already;
    if (there < answered) {
      results.violation(
          gateway.name(), "Gatling", answered + " were claimed and " + there + " are there");
    }
    results.fact(
        "Gatling, open model, %.0f /s, %s".formatted(perSecond, gateway.name()),
        "%s ms; %s of %s answered 201".formatted(said.group(3), said.group(2), said.group(1)));
    gateway.clear(stub, Target.FIFO_QUEUE);
  }

  private List<String> command(Gateway gateway, double perSecond) {
    List<String> command = new ArrayList<>(Pinning.rest());
    command.addAll(List.of("java", "-Xmx1g", "-XX:+UseSerialGC"));
    command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
    command.add("-Dbench.port=" + gateway.port());
    command.add("-Dbench.rate=" + perSecond);
    command.add("-Dbench.seconds=" + SECONDS);
    command.add("-Dgatling.data.console.light=true");
    command.add("-cp");
    command.add(target.resolve("bench/gatling/gatling.jar").toString());
    command.add("io.gatling.app.Gatling");
    command.addAll(List.of("--simulation", "dev.postern.bench.gatling.OpenModel"));
    command.add("--no-reports");
    command.addAll(List.of("--results-folder", target.resolve("bench/gatling-runs").toString()));
    return command;
  }

  private static Matcher said(Path log) throws IOException {
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = SAID.matcher(line);
      if (matcher.matches()) {
        return matcher;
      }
    }
    throw new IOException("Gatling said nothing, see " + log);
  }
}
