package dev.postern.message;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a message was given at its acceptance.
 *
 * @param sequence its number in its group
 * @param clock its number among those of its producer, and what the producer had seen before
 */
public record Stamp(OptionalLong sequence, Optional<Ticked> clock) {
  /** The attribute that carries the sequence. */
  public static final String SEQUENCE = "sequence";

  /** The attribute that carries the clock. */
  public static final String CAUSAL_CLOCK = "causal-clock";

  /** Nothing. */
  public static final Stamp NONE = new Stamp(OptionalLong.empty(), Optional.empty());

  /**
   * A clock and the producer whose message it is the clock of.
   *
   * @param clock the message itself included
   */
  public record Ticked(Producer producer, CausalClock clock) {
    String json() {
      return "{\"producer\":\"" + producer + "\",\"clock\":" + clock.json() + "}";
    }
  }

  /**
   * Of a message that got that number.
   *
   * @param number its producer's where it has causes, else its group's; none where nothing is
   *     counted
   */
  public static Stamp of(Message message, OptionalLong number) {
    if (number.isEmpty()) {
      return NONE;
    }
    return message
        .terms()
        .causality()
        .map(causality -> new Stamp(OptionalLong.empty(), Optional.of(ticked(causality, number))))
        .orElseGet(() -> new Stamp(number, Optional.empty()));
  }

  private static Ticked ticked(Causality causality, OptionalLong number) {
    Producer producer = causality.producer();
    return new Ticked(producer, causality.seen().with(producer, number.getAsLong()));
  }

  /** As the broker carries it. */
  public Map<String, Attribute> attributes() {
    if (sequence.isPresent()) {
      return Map.of(SEQUENCE, new Attribute.Numeric(Long.toString(sequence.getAsLong())));
    }
    return clock
        .map(ticked -> Map.<String, Attribute>of(CAUSAL_CLOCK, new Attribute.Text(ticked.json())))
        .orElseGet(Map::of);
  }
}
