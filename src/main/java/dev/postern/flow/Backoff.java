package dev.postern.flow;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: a random time up to a bound that doubles with every
 * attempt, up to a cap ("full jitter"), so that those who failed together do not return together.
 */
public record Backoff(Duration first, Duration cap) {
  /**
   * The wait after this many failed attempts.
   *
   * @param attempts at least 1
   */
  public Duration after(int attempts, RandomGenerator random) {
    long bound = first.toNanos();
    for (int i = 1; i < attempts && bound < cap.toNanos(); i++) {
      bound = Math.min(bound * 2, cap.toNanos());
    }
    return Duration.ofNanos(random.nextLong(bound) + 1);
  }
}
