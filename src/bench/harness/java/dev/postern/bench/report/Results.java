package dev.postern.bench.report;

import dev.postern.bench.load.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** All runs of a benchmark. */
public final class Results {
  /** Of what a run is. */
  private record Cell(String system, Scenario scenario) {}

  private final Map<Cell, List<Run>> runs = new LinkedHashMap<>();
  private final Map<String, List<Run>> open = new LinkedHashMap<>();
  private final Map<String, List<Run>> emulated = new LinkedHashMap<>();
  private final Map<String, Duration> starts = new LinkedHashMap<>();
  private final Map<String, Double> resident = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private double openRate;

  /** Takes a run in. */
  public void add(Run run) {
    runs.computeIfAbsent(new Cell(run.system(), run.scenario()), fresh -> new ArrayList<>())
        .add(run);
  }

  /** Takes a run of the open model in; all are at the same rate. */
  public void addOpen(Run run, double perSecond) {
    openRate = perSecond;
    open.computeIfAbsent(run.system(), fresh -> new ArrayList<>()).add(run);
  }

  /** Messages a second of the open model. */
  public double openRate() {
    return openRate;
  }

  /** The runs of the open model, by system. */
  public Map<String, List<Run>> open() {
    return open;
  }

  /** Takes a run on the emulators in. */
  public void addEmulated(Run run) {
    emulated.computeIfAbsent(run.system(), fresh -> new ArrayList<>()).add(run);
  }

  /** The runs on the emulators, by system. */
  public Map<String, List<Run>> emulated() {
    return emulated;
  }

  /** Something that was found out once. */
  public void fact(String about, String what) {
    System.out.println(about + ": " + what);
    facts.put(about, what);
  }

  /** What was found out once. */
  public Map<String, String> facts() {
    return facts;
  }

  /** Something was not as it had been claimed. */
  public void violation(String system, Object doing, String what) {
    violations.add(system + ", " + doing + ": " + what);
  }

  /** A system took that long from its start until it was ready. */
  public void started(String system, Duration took) {
    starts.put(system, took);
  }

  /** A system held so much memory at the end. */
  public void resident(String system, double megabytes) {
    resident.put(system, megabytes);
  }

  /** What was not as claimed; the benchmark fails where there is any. */
  public List<String> violations() {
    return violations;
  }

  /** From start to ready, by system. */
  public Map<String, Duration> starts() {
    return starts;
  }

  /** Resident memory in megabytes at the end, by system. */
  public Map<String, Double> resident() {
    return resident;
  }

  /** All runs, those of one system and scenario together. */
  public Collection<List<Run>> cells() {
    return runs.values();
  }

  /** The median of a figure over the rounds; nothing where there was no such run. */
  public Optional<Double> median(String system, Scenario scenario, ToDoubleFunction<Run> figure) {
    return Optional.ofNullable(runs.get(new Cell(system, scenario)))
        .map(cell -> median(cell, figure));
  }

  /** The median of a figure over these runs. */
  public static double median(List<Run> cell, ToDoubleFunction<Run> figure) {
    double[] sorted = cell.stream().mapToDouble(figure).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The scenarios that were run, in their order. */
  public Stream<Scenario> scenarios() {
    return runs.keySet().stream().map(Cell::scenario).distinct();
  }

  /** The systems that were run, in their order. */
  public Stream<String> systems() {
    return runs.keySet().stream().map(Cell::system).distinct();
  }
}
