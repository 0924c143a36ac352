package dev.postern.replica;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code postern.replica} and {@code postern.max-clock-skew}. */
@ConfigMapping(prefix = "postern")
public interface ReplicaConfig {
  /** The most that the clocks of two replicas differ, 0 to 2 minutes; shortens the safe window. */
  @WithDefault("30s")
  Duration maxClockSkew();

  Replica replica();

  /** How replicas know of each other. */
  interface Replica {
    /** How often a replica shows that it is alive; at most a third of the lease. */
    @WithDefault("3s")
    Duration heartbeat();

    /** For how long one that does not move is taken to be alive, 1 s to 2 min. */
    @WithDefault("10s")
    Duration lease();

    /**
     * For how long no heartbeat may have arrived until this replica is not ready, longer than it is
     * between two and at most an hour; 0: it stays ready.
     */
    @WithDefault("30s")
    Duration unreadyAfter();
  }

  /**
   * Itself, if it makes sense.
   *
   * @throws IllegalArgumentException naming the property, its value and what is allowed
   */
  default ReplicaConfig checked() {
    Duration lease = replica().lease();
    require(
        isWithin(lease, Duration.ofSeconds(1), Duration.ofMinutes(2)),
        "replica.lease is " + lease + ", must be PT1S to PT2M");
    Duration heartbeat = replica().heartbeat();
    require(
        isWithin(heartbeat, Duration.ofMillis(100), lease.dividedBy(3)),
        "replica.heartbeat is " + heartbeat + ", must be PT0.1S to a third of replica.lease");
    Duration unreadyAfter = replica().unreadyAfter();
    require(
        unreadyAfter.isZero()
            || isWithin(unreadyAfter, heartbeat.plusMillis(1), Duration.ofHours(1)),
        "replica.unready-after is "
            + unreadyAfter
            + ", must be PT0S, or longer than replica.heartbeat and at most PT1H");
    require(
        isWithin(maxClockSkew(), Duration.ZERO, Duration.ofMinutes(2)),
        "max-clock-skew is " + maxClockSkew() + ", must be PT0S to PT2M");
    return this;
  }

  private static boolean isWithin(Duration value, Duration least, Duration most) {
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
  }

  private static void require(boolean fits, String complaint) {
    if (!fits) {
      throw new IllegalArgumentException("postern." + complaint);
    }
  }
}
