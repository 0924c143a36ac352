package dev.postern.bench.report;

import dev.postern.bench.load.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What Postern is meant to reach against others, and whether it does: told, never asserted. */
public final class Ratios {
  private static final String POSTERN = "postern";
  private static final String NAIVE = "naive";
  private final Results results;
  private final List<String> lines = new ArrayList<>();

  private Ratios(Results results) {
    this.results = results;
  }

  /** A line for each target whose figures there are. */
  public static List<String> of(Results results) {
    Ratios ratios = new Ratios(results);
    ratios.atLeast(
        "throughput at 256 callers", Scenario.MAIN, NAIVE, 3, run -> run.speed().perSecond());
    ratios.atLeast(
        "throughput at 256 callers", Scenario.MAIN, "camel", 3, run -> run.speed().perSecond());
    ratios.atMost(
        "CPU per message", Scenario.MAIN, NAIVE, 0.5, run -> run.effort().cpuPerThousand());
    ratios.atMost("AWS calls per message", Scenario.MAIN, NAIVE, 0.2, Run::callsPerMessage);
    ratios.atMost("dollars, 1 KB", Scenario.MAIN, NAIVE, 0.6, Run::dollars);
    ratios.atMost("dollars, 10 KB", Scenario.LARGE, NAIVE, 0.55, Run::dollars);
    ratios.atMost("p50 of one caller", Scenario.ALONE, NAIVE, 1.1, run -> run.speed().p50());
    ratios.openLatency();
    return ratios.lines;
  }

  private void openLatency() {
    List<Run> own = results.open().get(POSTERN);
    List<Run> naive = results.open().get(NAIVE);
    if (own != null && naive != null) {
      double ratio =
          Results.median(own, run -> run.speed().p99())
              / Results.median(naive, run -> run.speed().p99());
      line("p99 at half of its rate", NAIVE, ratio, "<=", 1, ratio <= 1);
    }
  }

  private void atLeast(
      String what, Scenario scenario, String other, double target, ToDoubleFunction<Run> figure) {
    ratio(scenario, other, figure)
        .ifPresent(ratio -> line(what, other, ratio, ">=", target, ratio >= target));
  }

  private void atMost(
      String what, Scenario scenario, String other, double target, ToDoubleFunction<Run> figure) {
    ratio(scenario, other, figure)
        .ifPresent(ratio -> line(what, other, ratio, "<=", target, ratio <= target));
  }

  private Optional<Double> ratio(Scenario scenario, String other, ToDoubleFunction<Run> figure) {
    return results
        .median(POSTERN, scenario, figure)
        .flatMap(own -> results.median(other, scenario, figure).map(its -> own / its));
  }

  private void line(
      String what, String other, double ratio, String relation, double target, boolean reached) {
    lines.add(
        String.format(
            "%-28s %6.2f x %-6s (target %s %.2f)  %s",
            what, ratio, other, relation, target, reached ? "reached" : "NOT REACHED"));
  }
}
