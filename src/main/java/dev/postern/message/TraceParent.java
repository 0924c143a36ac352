package dev.postern.message;

import java.util.Optional;
import java.util.regex.Pattern;

/** The trace context that a caller hands on, as W3C Trace Context writes {@code traceparent}. */
public record TraceParent(String value) {
  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  public TraceParent {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a traceparent");
    }
  }

  /** The context, or nothing where the text is none: a broken trace never fails a message. */
  public static Optional<TraceParent> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TraceParent(text)) : Optional.empty();
  }

  /** 32 hexadecimal digits that the whole trace shares. */
  public String traceId() {
    return value.substring(3, 35);
  }

  /** The 16 hexadecimal digits of the span that is the parent. */
  public String spanId() {
    return value.substring(36, 52);
  }

  /** Does whoever was before record the trace? */
  public boolean isSampled() {
    return (Integer.parseInt(value.substring(53), 16) & 1) == 1;
  }
}
