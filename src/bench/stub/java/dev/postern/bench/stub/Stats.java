package dev.postern.bench.stub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

/** Counts by client, which is whoever signs with an access key, and by operation. */
final class Stats {
  private final Map<String, Map<String, Tally>> tallies = new TreeMap<>();

  Tally of(String client, String operation) {
    return tallies
        .computeIfAbsent(client, fresh -> new TreeMap<>())
        .computeIfAbsent(operation, fresh -> new Tally());
  }

  ObjectNode json() {
    ObjectNode all = Json.object();
    all.put("cpuNanos", cpuNanos());
    ObjectNode clients = all.putObject("clients");
    tallies.forEach(
        (client, operations) -> {
          ObjectNode one = clients.putObject(client);
          operations.forEach((operation, tally) -> one.set(operation, tally.json()));
        });
    return all;
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : -1;
  }
}
