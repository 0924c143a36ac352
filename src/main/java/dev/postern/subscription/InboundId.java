package dev.postern.subscription;

/**
 * What a subscription knows a message by: its Postern id where Postern published it; else the
 * deduplication id that its producer gave it on a FIFO queue; else the id that SQS gave it. 1 to
 * 128 characters.
 */
public record InboundId(String value) implements Comparable<InboundId> {
  /** As long as SQS's own ids get. */
  public static final int MOST_CHARACTERS = 128;

  public InboundId {
    if (value.isEmpty() || value.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a message's id must have 1 to " + MOST_CHARACTERS + " characters");
    }
  }

  @Override
  public int compareTo(InboundId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
