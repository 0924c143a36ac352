package dev.postern.publish;

import dev.postern.destination.Destination;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One call to publish one message.
 *
 * @param key as the caller gave it
 * @param expected the number that the last message of its group must have, 0 where there must be
 *     none; if anything must
 */
public record Call(
    Destination destination,
    Optional<IdempotencyKey> key,
    Message message,
    OptionalLong expected,
    Patience patience) {
  /** The header that carries what is expected, named in refusals. */
  public static final String EXPECTED_FIELD = "Expected-Sequence";

  /** A call that expects nothing. */
  public Call(
      Destination destination, Optional<IdempotencyKey> key, Message message, Patience patience) {
    this(destination, key, message, OptionalLong.empty(), patience);
  }

  /**
   * How long a caller waits for the message to be published.
   *
   * @param sendFor how long the first attempts may go on before the message goes to its lane
   * @param waitFor zero: answer as soon as the message is durable
   */
  public record Patience(Duration waitFor, Duration sendFor) {
    /**
     * Of one who waits so long. Whoever does not wait still wants it sent at once where nothing
     * stands in the way.
     *
     * @param usual how long the first attempts go on for one who does not wait
     */
    public static Patience of(Duration wait, Duration usual) {
      return new Patience(wait, wait.isZero() ? usual : wait);
    }

    boolean isNone() {
      return waitFor.isZero();
    }
  }
}
