package dev.postern.observe;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** {@code postern.traces.…}: whether traces are recorded, and which. */
@ConfigMapping(prefix = "postern.traces")
public interface TraceConfig {
  /** The URL that spans are sent to by OTLP; without it none is recorded. */
  Optional<String> endpoint();

  /** The share of the traces that begin here which is recorded, 0 to 1. */
  @WithDefault("1")
  double ratio();

  /**
   * Itself, if it makes sense.
   *
   * @throws IllegalArgumentException naming the property, its value and what is allowed
   */
  default TraceConfig checked() {
    if (!(ratio() >= 0 && ratio() <= 1)) {
      throw new IllegalArgumentException("postern.traces.ratio is " + ratio() + ", must be 0 to 1");
    }
    return this;
  }
}
