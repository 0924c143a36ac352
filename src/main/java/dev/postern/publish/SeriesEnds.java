package dev.postern.publish;

import dev.postern.ledger.SeriesEnd;
import dev.postern.ledger.SeriesId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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

  synchronized Optional<SeriesEnd> find(SeriesId series) {
    return Optional.ofNullable(ends.get(series));
  }

  synchronized void learn(Map<SeriesId, SeriesEnd> known) {
    ends.putAll(known);
  }

  synchronized void forget(SeriesId series) {
    ends.remove(series);
  }
}
