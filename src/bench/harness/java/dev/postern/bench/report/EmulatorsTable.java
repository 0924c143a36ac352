package dev.postern.bench.report;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured on the emulators: medians over the rounds, and their ratios to naive. */
final class EmulatorsTable {
  private static final String NAIVE = "naive";
  private static final List<ToDoubleFunction<Run>> FIGURES =
      List.of(
          run -> run.speed().perSecond(),
          run -> run.speed().p50(),
          run -> run.speed().p99(),
          run -> run.effort().cpuPerThousand(),
          Run::callsPerMessage);

  private EmulatorsTable() {}

  /** All of it; empty where nothing was run on them. */
  static String of(Results results) {
    Map<String, List<Run>> emulated = results.emulated();
    if (emulated.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder();
    Run any = emulated.values().iterator().next().get(0);
    table.append(String.format("%non the emulators: %s%n", any.scenario()));
    table.append(
        String.format(
            "%-16s %9s %9s %9s %9s %9s%n",
            "system", "msg/s", "p50 ms", "p99 ms", "CPU s/1k", "calls"));
    emulated.forEach(
        (system, runs) ->
            table.append(row(system, "%9.0f %9.1f %9.1f %9.3f %9.3f", medians(runs))));
    if (emulated.containsKey(NAIVE)) {
      double[] naive = medians(emulated.get(NAIVE));
      emulated.forEach(
          (system, runs) -> {
            if (!system.equals(NAIVE)) {
              table.append(ratios(system + " to naive", medians(runs), naive));
            }
          });
    }
    return table.toString();
  }

  private static String ratios(String name, double[] own, double[] naive) {
    double[] ratios = new double[own.length];
    for (int i = 0; i < own.length; i++) {
      ratios[i] = own[i] / naive[i];
    }
    return row(name, "%9.2f %9.2f %9.2f %9.2f %9.2f", ratios);
  }

  private static double[] medians(List<Run> runs) {
    return FIGURES.stream().mapToDouble(figure -> Results.median(runs, figure)).toArray();
  }

  private static String row(String name, String format, double[] figures) {
    Object[] shown = new Object[figures.length];
    for (int i = 0; i < figures.length; i++) {
      shown[i] = figures[i];
    }
    return String.format("%-16s ", name) + String.format(format + "%n", shown);
  }
}
