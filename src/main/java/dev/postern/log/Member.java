package dev.postern.log;

/**
 * What a line can be about, by the only names there are. None is for what is a caller's own:
 * payloads, attributes, idempotency keys, API keys.
 */
public enum Member {
  MESSAGE_ID("messageId"),
  DESTINATION("destination"),
  GROUP("group"),
  /** The replica that acts, which is the one that writes. */
  REPLICA("replica"),
  ATTEMPTS("attempts"),
  OUTCOME("outcome"),
  LATENCY_MS("latencyMs"),
  TRACE_ID("traceId"),
  SUBSCRIPTION("subscription"),
  PRODUCER("producer"),
  /** The store's. */
  TABLE("table"),
  LANE("lane"),
  /** An entry of a journal. */
  ENTRY("entry"),
  /** The replica that others take to be dead. */
  DEAD_REPLICA("deadReplica"),
  /** Of a breaker. */
  STATE("state"),
  /** The number that is waited for. */
  EXPECTED("expected"),
  /** The number before which messages are missing. */
  UP_TO("upTo"),
  /** Of the last heartbeat that arrived. */
  AGE_MS("ageMs"),
  /** How many of what the sentence names. */
  COUNT("count"),
  CALLER("caller"),
  TENANT("tenant"),
  /** What a caller asked to do. */
  ACTION("action"),
  /** Whether the caller may. */
  ALLOWED("allowed"),
  /** Why: the code of an error, or a sentence in one line. */
  CAUSE("cause");

  private final String word;

  Member(String word) {
    this.word = word;
  }

  /** As it stands in the log. */
  public String word() {
    return word;
  }

  /** That it is this, in the words of its {@code toString}, which is asked for if it is written. */
  public Said is(Object value) {
    return new Said(this, value);
  }
}
