package dev.postern.message;

import java.util.regex.Pattern;

/** The caller's own name for a message: within retention, one key is one message. */
public record IdempotencyKey(String value) {
  /** The header that carries it, named in refusals. */
  public static final String FIELD = "Idempotency-Key";

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

  public IdempotencyKey {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new InvalidMessage(
          Flaw.IDEMPOTENCY_KEY_MALFORMED, FIELD, "have 1 to 255 visible ASCII characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
