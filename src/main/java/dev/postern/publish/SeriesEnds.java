package dev.postern.publish;

import dev.postern.ledger.Ledger;
import dev.postern.ledger.SeriesEnd;
import dev.postern.ledger.SeriesId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How far this replica knows series to have come, so that it need not read before it counts. It may
 * be behind, of which the store tells. At most {@value #MOST}; those used longest ago are
 * forgotten. Thread-safe.
 */
final class SeriesEnds {
  private static final int MOST = 10_000;

  private final Map<SeriesId, SeriesEnd> ends =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SeriesId, SeriesEnd> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Where series stand; one that could not be read is missing.
   *
   * @param justRead those of which the store was asked
   */
  record Sight(Map<SeriesId, SeriesEnd> ends, Set<SeriesId> justRead) {}

  /** Where these stand, as far as is known here; else it is read. */
  CompletionStage<Sight> see(Set<SeriesId> series, Ledger ledger) {
    Map<SeriesId, SeriesEnd> known = known(series);
    Set<SeriesId> unknown = new HashSet<>(series);
    unknown.removeAll(known.keySet());
    if (unknown.isEmpty()) {
      return CompletableFuture.completedFuture(new Sight(known, Set.of()));
    }
    return ledger
        .ends(unknown)
        .thenApply(
            read -> {
              known.putAll(read);
              return new Sight(known, read.keySet());
            });
  }

  private synchronized Map<SeriesId, SeriesEnd> known(Set<SeriesId> series) {
    Map<SeriesId, SeriesEnd> known = new HashMap<>();
    for (SeriesId each : series) {
      SeriesEnd end = ends.get(each);
      if (end != null) {
        known.put(each, end);
      }
    }
    return known;
  }

  synchronized void learn(Map<SeriesId, SeriesEnd> known) {
    ends.putAll(known);
  }

  synchronized void forget(SeriesId series) {
    ends.remove(series);
  }
}
