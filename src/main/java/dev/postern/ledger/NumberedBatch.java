package dev.postern.ledger;

import dev.postern.message.MessageId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Records that take the next numbers of their series, and their journal entry: written as a whole
 * or not at all.
 *
 * @param keepUntil when the last of the entry's records expires
 * @param entryIsThere it was written with others of its messages
 */
public record NumberedBatch(
    JournalEntry entry, Instant keepUntil, boolean entryIsThere, List<Place> places) {

  /**
   * One record.
   *
   * @param insteadOf the message whose expired record it replaces, if there is one
   */
  public record Place(Record record, Optional<MessageId> insteadOf) {
    SeriesId series() {
      return SeriesId.of(record.message());
    }

    long number() {
      return record.acceptance().number().orElseThrow();
    }
  }

  /** From which number on, exclusive, to which a series is moved. */
  public record Step(long from, long to) {}

  /**
   * Why nothing was written.
   *
   * @param entry it is there already, or, where it was to be, it is not this replica's any more
   * @param taken the places where another record stands than was foreseen
   * @param ends of the series that stand elsewhere than was foreseen
   */
  public record Refusal(boolean entry, Set<Integer> taken, Map<SeriesId, SeriesEnd> ends) {}

  /** How each of the series is moved on. */
  public Map<SeriesId, Step> steps() {
    Map<SeriesId, Step> steps = new LinkedHashMap<>();
    for (Place place : places) {
      steps.merge(
          place.series(),
          new Step(place.number() - 1, place.number()),
          (one, other) ->
              new Step(Math.min(one.from(), other.from()), Math.max(one.to(), other.to())));
    }
    return steps;
  }
}
