package dev.postern.message;

import java.util.Optional;

/**
 * How a message is to be published, beside what it says.
 *
 * @param delaySeconds 0 to 900, for which a standard queue holds the message back
 * @param causality only where the destination is causal
 */
public record Terms(
    Guarantee guarantee,
    int delaySeconds,
    Optional<TraceParent> trace,
    Optional<Causality> causality) {
  /** The header that carries the delay, named in refusals. */
  public static final String DELAY_FIELD = "Message-Delay";

  /** What SQS holds a message back for, at most. */
  public static final int MOST_DELAY_SECONDS = 900;

  public Terms {
    if (delaySeconds < 0 || delaySeconds > MOST_DELAY_SECONDS) {
      throw new InvalidMessage(
          Flaw.DELAY_MALFORMED, DELAY_FIELD, "be a whole number of seconds, 0 to 900");
    }
  }

  /** Terms without causes. */
  public Terms(Guarantee guarantee, int delaySeconds, Optional<TraceParent> trace) {
    this(guarantee, delaySeconds, trace, Optional.empty());
  }

  public static Terms of(Guarantee guarantee) {
    return new Terms(guarantee, 0, Optional.empty());
  }
}
