package dev.postern.publish;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** {@code postern.publish.…}: how publishing behaves on every destination. */
@ConfigMapping(prefix = "postern.publish")
public interface PublishConfig {
  /** How long a caller who does not say waits for its message to be published. */
  @WithName("wait")
  @WithDefault("5s")
  Duration usualWait();

  /** The most that a caller may ask to wait; at most 60 s, far within what a broker remembers. */
  @WithDefault("25s")
  Duration maxWait();

  /** Messages under way per destination, 1 to 1000000; beyond it 503 {@code overloaded}. */
  @WithDefault("10000")
  int queueLimit();

  /** Bytes of messages under way per destination, at least 1 MiB; beyond it 503. */
  @WithDefault("64M")
  MemorySize queueBytes();

  /** For how long messages may wait until writing them begins, 100 ms to 1 min; beyond it 503. */
  @WithDefault("1s")
  Duration queueTime();

  /**
   * Itself, if it makes sense.
   *
   * @throws IllegalArgumentException naming the property, its value and what is allowed
   */
  default PublishConfig checked() {
    require(
        maxWait().compareTo(Duration.ofSeconds(60)) <= 0 && !maxWait().isNegative(),
        "max-wait is " + maxWait() + ", must be PT0S to PT1M");
    require(
        usualWait().compareTo(maxWait()) <= 0 && !usualWait().isNegative(),
        "wait is " + usualWait() + ", must be PT0S to max-wait, " + maxWait());
    require(
        queueLimit() >= 1 && queueLimit() <= 1_000_000,
        "queue-limit is " + queueLimit() + ", must be 1 to 1000000");
    require(
        queueBytes().asLongValue() >= 1024 * 1024,
        "queue-bytes is " + queueBytes().asLongValue() + ", must be at least 1048576");
    require(
        queueTime().toMillis() >= 100 && queueTime().toSeconds() <= 60,
        "queue-time is " + queueTime() + ", must be PT0.1S to PT1M");
    return this;
  }

  private static void require(boolean fits, String complaint) {
    if (!fits) {
      throw new IllegalArgumentException("postern.publish." + complaint);
    }
  }
}
