package dev.postern.aws;

import dev.postern.message.TraceParent;
import java.util.Optional;

/** A W3C trace context as AWS X-Ray writes it, for SQS's {@code AWSTraceHeader}. */
final class XRayHeader {
  private XRayHeader() {}

  static Optional<String> of(Optional<TraceParent> trace) {
    return trace.map(
        parent -> {
          String[] parts = parent.value().split("-", -1);
          String root = "1-" + parts[1].substring(0, 8) + "-" + parts[1].substring(8);
          int sampled = Integer.parseInt(parts[3], 16) & 1;
          return "Root=" + root + ";Parent=" + parts[2] + ";Sampled=" + sampled;
        });
  }
}
