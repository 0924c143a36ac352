package dev.postern.lane;

import dev.postern.flow.Backoff;
import java.time.Duration;

/**
 * The times a drainer goes by.
 *
 * @param lease for how long a holder that is not seen to move is taken to be at work
 * @param attempt the most that one attempt to send takes
 * @param safeWindow for how long after an attempt of unknown end a FIFO broker surely still knows
 *     it
 */
public record DrainTimes(Duration lease, Duration attempt, Duration safeWindow) {
  /**
   * Longer by far than an appender usually takes between its two writes. One that takes longer
   * finds a tombstone at its number and takes another, so nothing rests on this but how often that
   * happens, and how long a lane waits for an appender that has crashed.
   */
  static final Duration HOLE_GRACE = Duration.ofSeconds(1);

  /** How often to look whether a hole was filled, and to renew the lease meanwhile. */
  static final Duration HOLE_GLANCE = Duration.ofMillis(250);

  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Backoff OF_MESSAGE = new Backoff(FIRST_WAIT, Duration.ofMinutes(5));

  /** While the broker is down its lanes look again often enough to be drained soon after. */
  private static final Backoff OF_BROKER = new Backoff(FIRST_WAIT, Duration.ofSeconds(30));

  /** The message that the broker is tried by comes again before another takes its place. */
  private static final Backoff OF_PROBE = new Backoff(FIRST_WAIT, Duration.ofSeconds(5));

  /** How long FIFO queues and topics remember a deduplication id. */
  private static final Duration BROKER_MEMORY = Duration.ofMinutes(5);

  /**
   * The times that follow from the configuration.
   *
   * @param maxClockSkew between replicas
   * @param sendTimeout the most that one attempt takes
   */
  public static DrainTimes of(Duration lease, Duration maxClockSkew, Duration sendTimeout) {
    return new DrainTimes(lease, sendTimeout, BROKER_MEMORY.minus(maxClockSkew).minus(sendTimeout));
  }

  /** How long to wait between attempts, by whose trouble it is. */
  static Backoff backoff(boolean probe, boolean ofBroker) {
    if (probe) {
      return OF_PROBE;
    }
    return ofBroker ? OF_BROKER : OF_MESSAGE;
  }

  /** The lease as its holder counts it: a tenth less, for clocks that do not run alike. */
  Duration ownLease() {
    return lease.multipliedBy(9).dividedBy(10);
  }
}
