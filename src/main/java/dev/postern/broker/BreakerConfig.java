package dev.postern.broker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code postern.breaker.…}, for each destination's breaker. */
@ConfigMapping(prefix = "postern.breaker")
public interface BreakerConfig {
  /** Calls in a row that must fail for the breaker to open, 2 to 1000. */
  @WithDefault("20")
  int failures();

  /** For how long it stays open until one call may try again, 100 ms to 5 min. */
  @WithDefault("5s")
  Duration openFor();

  /**
   * Itself, if it makes sense.
   *
   * @throws IllegalArgumentException naming the property, its value and what is allowed
   */
  default BreakerConfig checked() {
    if (failures() < 2 || failures() > 1000) {
      throw new IllegalArgumentException(
          "postern.breaker.failures is " + failures() + ", must be 2 to 1000");
    }
    if (openFor().toMillis() < 100 || openFor().toMinutes() >= 5) {
      throw new IllegalArgumentException(
          "postern.breaker.open-for is " + openFor() + ", must be PT0.1S to less than PT5M");
    }
    return this;
  }
}
