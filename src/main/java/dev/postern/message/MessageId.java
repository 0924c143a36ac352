package dev.postern.message;

import java.time.Instant;
import java.util.Optional;

/**
 * A message's id: its key hash followed by the time of acceptance in milliseconds, 36 characters.
 *
 * <p>The hash makes every message findable by its id with one read; the time tells the message that
 * owned a key before from the one that owns it now. It is the deduplication id on FIFO.
 */
public record MessageId(KeyHash keyHash, long acceptedAtMillis) {
  private static final int TIME_LENGTH = 10;

  public MessageId {
    Crockford.encode(acceptedAtMillis, TIME_LENGTH);
  }

  /** The id, or nothing where the text can't be the id of any message. */
  public static Optional<MessageId> parse(String text) {
    if (text.length() != KeyHash.LENGTH + TIME_LENGTH || !Crockford.isEncoded(text)) {
      return Optional.empty();
    }
    // 128 bits in 26 digits: the first digit holds only three of them.
    if (text.charAt(0) > '7') {
      return Optional.empty();
    }
    return Optional.of(
        new MessageId(
            new KeyHash(text.substring(0, KeyHash.LENGTH)),
            Crockford.decode(text.substring(KeyHash.LENGTH))));
  }

  public Instant acceptedAt() {
    return Instant.ofEpochMilli(acceptedAtMillis);
  }

  @Override
  public String toString() {
    return keyHash.value() + Crockford.encode(acceptedAtMillis, TIME_LENGTH);
  }
}
