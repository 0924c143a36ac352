package dev.postern.bench.page;

import dev.postern.bench.load.Scenario;
import dev.postern.bench.report.Ratios;
import dev.postern.bench.report.Results;
import dev.postern.bench.report.Run;
import dev.postern.bench.report.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Writes the page. */
public final class HtmlFile {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Postern: how fast, how cheap</title>
      <style>
        :root { color-scheme: light dark; --ink: #1c2330; --soft: #8a94a3; --grid: #d8dde4;
          --a: #1f6feb; --b: #d9822b; --c: #2f9e6e; --d: #8657c7;
          --e: #c2407a; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6eaf0; --soft: #94a0b0; --grid: #394352; } }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); max-width: 60rem;
          margin: 2rem auto; padding: 0 1rem; }
        pre { overflow-x: auto; font-size: .8rem; }
        svg { width: 100%; margin: 1rem 0; font: 12px system-ui, sans-serif; }
        svg text { fill: var(--soft); } svg .title { fill: var(--ink); font-weight: 600; }
        svg .value { fill: var(--ink); font-size: 9px; } .grid { stroke: var(--grid); }
        .s0 { fill: var(--a); } .s1 { fill: var(--b); } .s2 { fill: var(--c); } .s3 { fill: var(--d); }
        .s4 { fill: var(--e); }
        polyline { fill: none; stroke-width: 2.5; } .l0 { stroke: var(--a); }
        .l1 { stroke: var(--b); } .l2 { stroke: var(--c); } .l3 { stroke: var(--d); }
        .l4 { stroke: var(--e); }
      </style>
      <h1>Postern: how fast, how cheap</h1>
      <p>Ratios within one run count; absolute figures are this machine's.</p>
      """;

  private final Results results;

  private HtmlFile(Results results) {
    this.results = results;
  }

  /** Writes the file. */
  public static void write(Results results, Path file) throws IOException {
    HtmlFile page = new HtmlFile(results);
    String body =
        HEAD
            + (results.cells().isEmpty() ? "" : page.charts())
            + "<pre>"
            + escaped(TextTable.of(results) + "\n" + String.join("\n", Ratios.of(results)))
            + "</pre>\n</html>\n";
    Files.writeString(file, body);
  }

  private String charts() {
    return throughput().bars()
        + bySize("Dollars for a million messages", "$", Run::dollars).bars()
        + bySize("CPU of the process for 1,000 messages", "s", run -> run.effort().cpuPerThousand())
            .bars()
        + latencies().lines();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private Chart throughput() {
    List<Scenario> scenarios = List.of(Scenario.ALONE, Scenario.FEW, Scenario.MAIN, Scenario.CROWD);
    return chart(
        "Throughput by callers, FIFO, 1 KB",
        "messages/s",
        Map.of(),
        scenarios,
        run -> run.speed().perSecond());
  }

  private Chart bySize(String title, String unit, ToDoubleFunction<Run> figure) {
    return chart(
        title + ", FIFO, 256 callers",
        unit,
        Map.of(Scenario.MAIN, "1 KB", Scenario.LARGE, "10 KB"),
        List.of(Scenario.MAIN, Scenario.LARGE),
        figure);
  }

  private Chart chart(
      String title,
      String unit,
      Map<Scenario, String> names,
      List<Scenario> scenarios,
      ToDoubleFunction<Run> figure) {
    List<Scenario> run =
        scenarios.stream().filter(each -> results.scenarios().anyMatch(each::equals)).toList();
    Map<String, List<Double>> series = new LinkedHashMap<>();
    results
        .systems()
        .forEach(
            system ->
                series.put(
                    system,
                    run.stream()
                        .map(each -> results.median(system, each, figure).orElse(Double.NaN))
                        .toList()));
    List<String> categories =
        run.stream()
            .map(
                each ->
                    names.getOrDefault(
                        each, each.callers() == 1 ? "1 caller" : each.callers() + " callers"))
            .toList();
    return new Chart(title, unit, categories, series);
  }

  /** Of the open model: of each system the median of its rounds at each percentile. */
  private Chart latencies() {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    results
        .open()
        .forEach(
            (system, runs) -> {
              List<Double> medians = new ArrayList<>();
              for (int i = 0; i < Run.PERCENTILES.size(); i++) {
                int at = i;
                medians.add(Results.median(runs, run -> run.speed().percentiles().get(at)));
              }
              series.put(system, medians);
            });
    return new Chart(
        "Latency by percentile, open model at %.0f messages a second".formatted(results.openRate()),
        "ms",
        Run.PERCENTILES.stream().map(each -> "p" + each).toList(),
        series);
  }
}
