package dev.postern.publish;

import dev.postern.ledger.SeriesEnd;
import dev.postern.ledger.SeriesId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which of a batch's messages is to take which number, by their places.
 *
 * @param numbers in the order in which the messages arrived
 * @param unexpected those that expect another number to be the last
 * @param alone of these, those whose series nobody before them is to move on
 */
record NumberPlan(SortedMap<Integer, Long> numbers, Set<Integer> unexpected, Set<Integer> alone) {
  /**
   * For these messages, where the series stand so; one of a series that is not known is left out.
   */
  static NumberPlan of(Map<Integer, Candidate> open, Map<SeriesId, SeriesEnd> ends) {
    NumberPlan plan = new NumberPlan(new TreeMap<>(), new HashSet<>(), new HashSet<>());
    Map<SeriesId, Long> last = new HashMap<>();
    new TreeMap<>(open)
        .forEach(
            (place, candidate) -> {
              SeriesId series = SeriesId.of(candidate.message());
              if (ends.containsKey(series)) {
                long before = last.getOrDefault(series, ends.get(series).number());
                if (candidate.expects(before)) {
                  plan.numbers.put(place, before + 1);
                  last.put(series, before + 1);
                } else {
                  plan.expectsOther(place, !last.containsKey(series));
                }
              }
            });
    return plan;
  }

  private void expectsOther(int place, boolean nobodyBefore) {
    unexpected.add(place);
    if (nobodyBefore) {
      alone.add(place);
    }
  }
}
