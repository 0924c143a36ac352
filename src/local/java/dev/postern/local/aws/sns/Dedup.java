package dev.postern.local.aws.sns;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The deduplication ids of a FIFO topic: each for 5 minutes, as SNS has it; at most 200,000, beyond
 * which the oldest are forgotten early. Not thread-safe: {@link Topic} guards it.
 */
final class Dedup {
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int MAX = 200_000;

  private final Clock clock;
  private final Map<String, Remembered> remembered = new LinkedHashMap<>();

  Dedup(Clock clock) {
    this.clock = clock;
  }

  /** What became of the first message with this id, if it was sent within the window. */
  Optional<Outcome> find(String dedupId) {
    Instant oldest = clock.instant().minus(WINDOW);
    Iterator<Remembered> inOrder = remembered.values().iterator();
    while (inOrder.hasNext() && !inOrder.next().at.isAfter(oldest)) {
      inOrder.remove();
    }
    return Optional.ofNullable(remembered.get(dedupId)).map(Remembered::outcome);
  }

  void remember(String dedupId, Outcome outcome) {
    if (remembered.size() >= MAX) {
      Iterator<Remembered> inOrder = remembered.values().iterator();
      inOrder.next();
      inOrder.remove();
    }
    remembered.put(dedupId, new Remembered(clock.instant(), outcome));
  }

  private record Remembered(Instant at, Outcome outcome) {}
}
