package dev.postern.bench.report;

import java.util.List;

/** The table that is printed: medians over the rounds. */
public final class TextTable {
  private TextTable() {}

  /** All of it. */
  public static String of(Results results) {
    StringBuilder table = new StringBuilder();
    if (!results.cells().isEmpty()) {
      table.append(header());
    }
    results
        .scenarios()
        .forEach(
            scenario ->
                results.cells().stream()
                    .filter(cell -> cell.get(0).scenario().equals(scenario))
                    .forEach(cell -> table.append(row(cell))));
    results
        .open()
        .forEach(
            (system, runs) ->
                table.append(
                    String.format(
                        "open model, %.0f /s: %-8s p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms%n",
                        results.openRate(),
                        system,
                        Results.median(runs, run -> run.speed().p50()),
                        Results.median(runs, run -> run.speed().p99()),
                        Results.median(runs, run -> run.speed().p999()))));
    results
        .starts()
        .forEach(
            (system, took) ->
                table.append(
                    String.format(
                        "%s: ready after %.2f s, resident at the end %.0f MB%n",
                        system,
                        took.toMillis() / 1000.0,
                        results.resident().getOrDefault(system, Double.NaN))));
    results.facts().forEach((about, what) -> table.append(about + ": " + what + "\n"));
    return table.append(EmulatorsTable.of(results)).toString();
  }

  private static String header() {
    return String.format(
        "%-41s %-8s %8s %8s %8s %8s %9s %8s %7s %6s %6s %8s%n",
        "scenario",
        "system",
        "msg/s",
        "p50 ms",
        "p99 ms",
        "p99.9",
        "CPU s/1k",
        "KB alloc",
        "calls",
        "WU",
        "RU",
        "$/M");
  }

  private static String row(List<Run> cell) {
    return String.format(
        "%-41s %-8s %8.0f %8.1f %8.1f %8.1f %9.3f %8.1f %7.3f %6.2f %6.2f %8.2f%n",
        cell.get(0).scenario(),
        cell.get(0).system(),
        Results.median(cell, run -> run.speed().perSecond()),
        Results.median(cell, run -> run.speed().p50()),
        Results.median(cell, run -> run.speed().p99()),
        Results.median(cell, run -> run.speed().p999()),
        Results.median(cell, run -> run.effort().cpuPerThousand()),
        Results.median(cell, run -> run.effort().allocated() / 1024),
        Results.median(cell, Run::callsPerMessage),
        Results.median(cell, Run::writeUnits),
        Results.median(cell, Run::readUnits),
        Results.median(cell, Run::dollars));
  }
}
