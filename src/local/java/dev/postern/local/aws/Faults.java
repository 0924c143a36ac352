package dev.postern.local.aws;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules in force, at most 1,000; the first that hits a call decides. Thread-safe. */
final class Faults {
  private static final int RULES = 1_000;

  private final List<Fault> rules = new ArrayList<>();

  synchronized void add(Fault fault) {
    if (rules.size() == RULES) {
      throw new IllegalArgumentException("there are " + RULES + " rules already");
    }
    rules.add(fault);
  }

  synchronized void clear() {
    rules.clear();
  }

  synchronized Optional<Fault> hit(Service service, String action) {
    return rules.stream().filter(rule -> rule.hits(service, action)).findFirst();
  }

  synchronized boolean holds(Fault fault) {
    return rules.contains(fault);
  }

  synchronized JsonArray json() {
    JsonArray all = new JsonArray();
    rules.forEach(rule -> all.add(rule.json()));
    return all;
  }
}
