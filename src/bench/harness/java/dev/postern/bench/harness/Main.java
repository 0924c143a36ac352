package dev.postern.bench.harness;

import dev.postern.bench.page.HtmlFile;
import dev.postern.bench.process.Pinning;
import dev.postern.bench.process.Ports;
import dev.postern.bench.report.HotMethods;
import dev.postern.bench.report.JsonFile;
import dev.postern.bench.report.Ratios;
import dev.postern.bench.report.Results;
import dev.postern.bench.report.TextTable;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the benchmark: {@code <build directory> [--quick | --main | --profile | --smoke] [--patient]
 * [--emulators] [--systems postern,naive]}, on the ports of {@link Ports}. Exits with 1 if a system
 * did not do what it claimed.
 */
final class Main {
  private static final String SYSTEMS = "--systems";
  private static final String QUICK = "--quick";
  private static final String EMULATORS = "--emulators";

  private Main() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> given = List.of(arguments);
    Path target = Path.of(given.get(0)).toAbsolutePath();
    System.out.println(Pinning.pinSelf());
    System.out.println("Postern runs with postern.security.enabled=false, else as in production");
    if (given.contains(QUICK)) {
      System.out.println(
          "quick: figures are rough, and those of Postern, the last to be compiled well, too bad");
    }
    List<Gateway> gateways = systems(given);
    Plan plan = plan(given, gateways);
    if (given.contains("--patient")) {
      plan = plan.patient(Duration.ofSeconds(40));
    }
    Vertx vertx = Vertx.vertx();
    Results results = new Results();
    try {
      if (!given.contains(EMULATORS)) {
        bench(target, plan, vertx, results);
      }
      if (given.contains(EMULATORS) || plan.full()) {
        new EmulatorsBench(target, plan, vertx, results).run();
      }
    } finally {
      vertx.close();
    }
    tell(results, target);
    if (plan.profiled()) {
      for (Gateway gateway : gateways) {
        System.out.println();
        System.out.println(gateway.name());
        System.out.print(HotMethods.of(Bench.recording(target, gateway), 20));
      }
    }
    System.exit(results.violations().isEmpty() ? 0 : 1);
  }

  private static List<Gateway> systems(List<String> given) {
    if (given.contains(SYSTEMS)) {
      String names = given.get(given.indexOf(SYSTEMS) + 1);
      return Arrays.stream(names.split(",", -1)).map(Gateway::named).toList();
    }
    return given.contains(QUICK) ? Plan.QUICK_SYSTEMS : Gateway.ALL;
  }

  private static void bench(Path target, Plan plan, Vertx vertx, Results results)
      throws IOException, InterruptedException {
    try (Bench bench = new Bench(target, plan, vertx, results)) {
      bench.run();
    }
  }

  private static Plan plan(List<String> given, List<Gateway> gateways) {
    if (given.contains("--smoke")) {
      return Plan.smoke(gateways);
    }
    if (given.contains("--main")) {
      return Plan.main(gateways);
    }
    if (given.contains("--profile")) {
      return Plan.profile(gateways);
    }
    return given.contains(QUICK) ? Plan.quick(gateways) : Plan.full(gateways);
  }

  private static void tell(Results results, Path target) throws IOException {
    System.out.println();
    System.out.print(TextTable.of(results));
    System.out.println();
    Ratios.of(results).forEach(System.out::println);
    Files.createDirectories(target.resolve("bench"));
    JsonFile.write(results, target.resolve("bench/results.json"));
    HtmlFile.write(results, target.resolve("bench/results.html"));
    results.violations().forEach(each -> System.out.println("VIOLATION " + each));
  }
}
