package dev.postern.bench.stub;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A call that is answered with an error, by the code that AWS has for it. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final transient ObjectNode more;

  /** A refusal that says nothing else. */
  public Refusal(String code, String message) {
    this(code, message, Json.object());
  }

  /** A refusal with further members in its answer. */
  public Refusal(String code, String message, ObjectNode more) {
    super(message, null, false, false);
    this.code = code;
    this.more = more;
  }

  /** What the stub has no honest answer to. */
  public static Refusal notUnderstood(String what) {
    return new Refusal("ValidationException", "the stub does not understand " + what);
  }

  /** The code of AWS. */
  public String code() {
    return code;
  }

  /** What the answer has besides code and message. */
  public ObjectNode more() {
    return more;
  }
}
