package dev.postern.message;

import java.util.HexFormat;
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

  /**
   * The key of what has these names together: their SHA-256, in hex. Other names, or the same ones
   * cut elsewhere, make another key.
   */
  public static IdempotencyKey of(String... names) {
    Digest digest = new Digest();
    for (String name : names) {
      digest.part(name);
    }
    return new IdempotencyKey(HexFormat.of().formatHex(digest.bytes()));
  }

  @Override
  public String toString() {
    return value;
  }
}
