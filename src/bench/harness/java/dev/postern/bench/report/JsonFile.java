package dev.postern.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** All runs as JSON, each by itself: medians are for readers. */
public final class JsonFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonFile() {}

  /** Writes the file. */
  public static void write(Results results, Path file) throws IOException {
    ObjectNode all = JSON.createObjectNode();
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("java", Runtime.version().toString());
    ObjectNode starts = all.putObject("startSeconds");
    results.starts().forEach((system, took) -> starts.put(system, took.toMillis() / 1000.0));
    ObjectNode resident = all.putObject("residentMegabytes");
    results.resident().forEach(resident::put);
    ArrayNode runs = all.putArray("runs");
    results.cells().forEach(cell -> cell.forEach(run -> runs.add(run(run))));
    ObjectNode open = all.putObject("openModel");
    open.put("perSecond", results.openRate());
    ArrayNode openRuns = open.putArray("runs");
    results.open().values().forEach(some -> some.forEach(run -> openRuns.add(run(run))));
    ArrayNode emulators = all.putArray("emulators");
    results.emulated().values().forEach(some -> some.forEach(run -> emulators.add(emulated(run))));
    ObjectNode facts = all.putObject("facts");
    results.facts().forEach(facts::put);
    ArrayNode ratios = all.putArray("ratios");
    Ratios.of(results).forEach(ratios::add);
    ArrayNode violations = all.putArray("violations");
    results.violations().forEach(violations::add);
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
  }

  private static ObjectNode run(Run run) {
    ObjectNode node = common(run);
    node.putPOJO("counts", run.bill().counts());
    return node.put("writeUnits", run.writeUnits())
        .put("readUnits", run.readUnits())
        .put("dollarsPerMillion", run.dollars());
  }

  /** The emulators' calls are counted, and nothing of what they would cost. */
  private static ObjectNode emulated(Run run) {
    ObjectNode node = common(run);
    ObjectNode calls = node.putObject("calls");
    run.bill().counts().forEach((operation, counts) -> calls.put(operation, counts.calls()));
    return node;
  }

  private static ObjectNode common(Run run) {
    ObjectNode node = JSON.createObjectNode();
    node.put("system", run.system());
    node.putPOJO("scenario", run.scenario());
    node.putPOJO("speed", run.speed());
    node.putPOJO("effort", run.effort());
    return node.put("messages", run.bill().messages())
        .put("callsPerMessage", run.callsPerMessage());
  }
}
