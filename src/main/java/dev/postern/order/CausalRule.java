package dev.postern.order;

import dev.postern.message.CausalClock;
import dev.postern.message.Producer;
import dev.postern.message.Stamp;
import dev.postern.subscription.Inbound;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** By the number that a message has at its producer, after all that the producer had seen. */
final class CausalRule implements Rule {
  @Override
  public Optional<Place> place(Inbound message) {
    return ClockText.of(message)
        .filter(ticked -> ticked.clock().counts().values().stream().allMatch(n -> n <= MOST))
        .map(ticked -> new Place(ticked.producer().name(), number(ticked)));
  }

  private static long number(Stamp.Ticked ticked) {
    return ticked.clock().of(ticked.producer());
  }

  @Override
  public String demand() {
    return "attribute "
        + Stamp.CAUSAL_CLOCK
        + " must name its producer and count its messages, of at most "
        + CausalClock.MOST_PRODUCERS
        + " producers, each to at most "
        + MOST;
  }

  @Override
  public Map<String, Long> before(Inbound message) {
    Map<String, Long> before = new TreeMap<>();
    ClockText.of(message).ifPresent(ticked -> before.putAll(others(ticked)));
    return before;
  }

  private static Map<String, Long> others(Stamp.Ticked ticked) {
    Map<String, Long> others = new TreeMap<>();
    for (Map.Entry<Producer, Long> each : ticked.clock().counts().entrySet()) {
      if (!each.getKey().equals(ticked.producer())) {
        others.put(each.getKey().name(), each.getValue());
      }
    }
    return others;
  }
}
