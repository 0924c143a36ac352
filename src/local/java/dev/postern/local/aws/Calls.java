package dev.postern.local.aws;

import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many calls came through each proxy, by action, whatever became of them. At most 1,000
 * different actions a service are told apart. Thread-safe.
 */
final class Calls {
  private static final int ACTIONS = 1_000;

  private final Map<Service, Map<String, Long>> counts = new EnumMap<>(Service.class);

  synchronized void count(Service service, String action) {
    Map<String, Long> ofService = counts.computeIfAbsent(service, any -> new TreeMap<>());
    if (ofService.size() < ACTIONS || ofService.containsKey(action)) {
      ofService.merge(action, 1L, Long::sum);
    }
  }

  synchronized void clear() {
    counts.clear();
  }

  /** {@code {"sqs": {"SendMessageBatch": 3}}}. */
  synchronized JsonObject json() {
    JsonObject all = new JsonObject();
    counts.forEach(
        (service, ofService) -> {
          JsonObject one = new JsonObject();
          ofService.forEach(one::put);
          all.put(service.key, one);
        });
    return all;
  }
}
