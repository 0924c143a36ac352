package dev.postern.message;

import java.util.Objects;

/** A message that can't be accepted as it is; nothing was stored or sent. */
public final class InvalidMessage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Flaw flaw;
  private final String field;
  private final String limit;

  /**
   * A refusal that says what is allowed.
   *
   * @param field what is at fault, in the caller's words: a header, a member, {@code payload}
   * @param limit what is allowed, fit to follow the word "must": {@code have 1 to 128 characters}
   */
  public InvalidMessage(Flaw flaw, String field, String limit) {
    // Expected, and answered without its stack: none is recorded.
    super(field + " must " + limit, null, false, false);
    this.flaw = Objects.requireNonNull(flaw);
    this.field = Objects.requireNonNull(field);
    this.limit = Objects.requireNonNull(limit);
  }

  public Flaw flaw() {
    return flaw;
  }

  public String field() {
    return field;
  }

  public String limit() {
    return limit;
  }
}
