package dev.postern.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.message.CausalClock;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Producer;
import dev.postern.message.Stamp;
import dev.postern.subscription.Inbound;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the clock that a message carries. */
final class ClockText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ClockText() {}

  /** The clock; nothing where there is none, or none that counts the message itself. */
  static Optional<Stamp.Ticked> of(Inbound message) {
    return message.text(Stamp.CAUSAL_CLOCK).flatMap(ClockText::read);
  }

  private static Optional<Stamp.Ticked> read(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      Producer producer = new Producer(json.path("producer").asText());
      CausalClock clock = clock(json.path("clock"));
      return clock.of(producer) > 0
          ? Optional.of(new Stamp.Ticked(producer, clock))
          : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException | InvalidMessage unreadable) {
      // Whoever asks says what was expected, and has the message to show.
      return Optional.empty();
    }
  }

  private static CausalClock clock(JsonNode json) {
    SortedMap<Producer, Long> counts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> count : json.properties()) {
      if (!count.getValue().canConvertToLong() || !count.getValue().isIntegralNumber()) {
        throw new IllegalArgumentException("messages are counted in whole numbers");
      }
      counts.put(new Producer(count.getKey()), count.getValue().longValue());
    }
    return new CausalClock(counts);
  }
}
