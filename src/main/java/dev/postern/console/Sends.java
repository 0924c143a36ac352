package dev.postern.console;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleBinaryOperator;

/**
 * How long calls to a queue or topic took, since the start or between two times.
 *
 * @param within how many were answered within so many milliseconds, for some bounds
 * @param all how many there were, those beyond the last bound included
 */
record Sends(SortedMap<Double, Double> within, double all) {
  static final Sends NONE = new Sends(Collections.emptySortedMap(), 0);

  /** Those to one destination so far. */
  static Sends of(MeterRegistry registry, String destination) {
    Timer timer = registry.find("postern.send.duration").tag("destination", destination).timer();
    if (timer == null) {
      return NONE;
    }
    SortedMap<Double, Double> within = new TreeMap<>();
    Arrays.stream(timer.takeSnapshot().histogramCounts())
        // The last one that is counted may have no bound.
        .filter(bucket -> bucket.bucket() < Long.MAX_VALUE)
        .forEach(bucket -> within.put(bound(bucket), bucket.count()));
    return new Sends(within, timer.count());
  }

  private static double bound(CountAtBucket bucket) {
    return bucket.bucket(TimeUnit.MILLISECONDS);
  }

  /** What came after those. */
  Sends since(Sends earlier) {
    return with(earlier, (now, then) -> Math.max(0, now - then));
  }

  /** Both together. */
  Sends plus(Sends other) {
    return within.isEmpty() ? other : with(other, Double::sum);
  }

  private Sends with(Sends other, DoubleBinaryOperator both) {
    SortedMap<Double, Double> counts = new TreeMap<>();
    within.forEach(
        (bound, count) ->
            counts.put(bound, both.applyAsDouble(count, other.within.getOrDefault(bound, 0.0))));
    return new Sends(counts, both.applyAsDouble(all, other.all));
  }

  /**
   * Within how many milliseconds this share of the calls was answered: estimated, evenly within a
   * bucket, as Prometheus does it, and no more than the last bound. Nothing where there were none.
   */
  OptionalDouble within(double share) {
    if (all <= 0 || within.isEmpty()) {
      return OptionalDouble.empty();
    }
    double wanted = share * all;
    double from = 0;
    double below = 0;
    for (Map.Entry<Double, Double> bucket : within.entrySet()) {
      if (bucket.getValue() >= wanted) {
        double part = (wanted - below) / (bucket.getValue() - below);
        return OptionalDouble.of(from + (bucket.getKey() - from) * part);
      }
      from = bucket.getKey();
      below = bucket.getValue();
    }
    return OptionalDouble.of(from);
  }
}
