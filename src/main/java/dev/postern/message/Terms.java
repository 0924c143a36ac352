package dev.postern.message;

import java.util.Optional;

/**
 * How a message is to be published, beside what it says.
 *
 * @param delaySeconds 0 to 900, for which a standard queue holds the message back
 */
public record Terms(Guarantee guarantee, int delaySeconds, Optional<TraceParent> trace) {
  /** The header that carries the delay, named in refusals. */
  public static final String DELAY_FIELD = "Message-Delay";

  public Terms {
    if (delaySeconds < 0 || delaySeconds > 900) {
      throw new InvalidMessage(
          Flaw.DELAY_MALFORMED, DELAY_FIELD, "be a whole number of seconds, 0 to 900");
    }
  }

  public static Terms of(Guarantee guarantee) {
    return new Terms(guarantee, 0, Optional.empty());
  }
}
