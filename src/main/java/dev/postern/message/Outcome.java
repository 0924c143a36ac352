package dev.postern.message;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What became of a message. Once written it stays, but for a redrive of a dead one. */
public sealed interface Outcome {
  Instant at();

  /** How often the broker was asked, the last time included. */
  int attempts();

  <T> T fold(Function<Published, T> published, Function<Dead, T> dead);

  /** The same, saying that the broker may have it twice; of a dead one its dead letter tells. */
  default Outcome asPossibleDuplicate() {
    return fold(
        published ->
            new Published(
                published.at(),
                published.attempts(),
                published.brokerMessageId(),
                published.brokerSequenceNumber(),
                true),
        dead -> dead);
  }

  /** The broker has it. */
  record Published(
      Instant at,
      int attempts,
      String brokerMessageId,
      Optional<String> brokerSequenceNumber,
      boolean possibleDuplicate)
      implements Outcome {
    @Override
    public <T> T fold(Function<Published, T> published, Function<Dead, T> dead) {
      return published.apply(this);
    }
  }

  /** It will not be tried again by itself. */
  record Dead(Instant at, int attempts, DeathReason reason, String lastError) implements Outcome {
    @Override
    public <T> T fold(Function<Published, T> published, Function<Dead, T> dead) {
      return dead.apply(this);
    }
  }
}
