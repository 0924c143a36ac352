package dev.postern.message;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many messages of each producer are known: a vector clock. One that does not occur counts as
 * zero.
 *
 * <p>Happens-before on clocks is a strict partial order, and {@link #merge} gives the least clock
 * within which both are (C. Fidge 1988, F. Mattern 1989).
 */
public record CausalClock(SortedMap<Producer, Long> counts) {
  /** The most producers of one clock, so that it fits into a header and an attribute. */
  public static final int MOST_PRODUCERS = 64;

  /** Nothing is known yet. */
  public static final CausalClock START = new CausalClock(new TreeMap<>());

  /** How one clock stands to another. */
  public enum Order {
    EQUAL,
    BEFORE,
    AFTER,
    /** Neither knows all of the other. */
    CONCURRENT
  }

  /**
   * A clock.
   *
   * @throws InvalidMessage where it has more than {@value #MOST_PRODUCERS} producers
   */
  public CausalClock {
    if (counts.values().stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException("messages are counted from 1");
    }
    if (counts.size() > MOST_PRODUCERS) {
      throw new InvalidMessage(
          Flaw.CAUSAL_CONTEXT_MALFORMED,
          CausalContext.FIELD,
          "tell of at most " + MOST_PRODUCERS + " producers together, not " + counts.size());
    }
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** How many messages of this producer are known. */
  public long of(Producer producer) {
    return counts.getOrDefault(producer, 0L);
  }

  /** The same, with so many messages of that producer. */
  public CausalClock with(Producer producer, long count) {
    SortedMap<Producer, Long> changed = new TreeMap<>(counts);
    changed.put(producer, count);
    return new CausalClock(changed);
  }

  /** All that one of the two knows. */
  public CausalClock merge(CausalClock other) {
    SortedMap<Producer, Long> all = new TreeMap<>(counts);
    other.counts.forEach((producer, count) -> all.merge(producer, count, Math::max));
    return new CausalClock(all);
  }

  /** Is all that this knows known to the other? */
  public boolean isWithin(CausalClock other) {
    return counts.entrySet().stream().allMatch(each -> each.getValue() <= other.of(each.getKey()));
  }

  /** How this stands to the other. */
  public Order order(CausalClock other) {
    boolean within = isWithin(other);
    boolean around = other.isWithin(this);
    if (within && around) {
      return Order.EQUAL;
    }
    if (within) {
      return Order.BEFORE;
    }
    return around ? Order.AFTER : Order.CONCURRENT;
  }

  /** As JSON, producers by name; their names need no escapes. */
  String json() {
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<Producer, Long> each : counts.entrySet()) {
      json.append(json.length() > 1 ? "," : "")
          .append('"')
          .append(each.getKey())
          .append("\":")
          .append(each.getValue());
    }
    return json.append('}').toString();
  }
}
