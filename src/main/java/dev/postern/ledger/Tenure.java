package dev.postern.ledger;

import dev.postern.flow.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * This replica's right to send and to answer on the strength of its journal.
 *
 * <p>Others declare a replica dead once its heartbeat has stood still for the lease time; so it may
 * act only while its own last heartbeat, counted from before it was written, is younger than that
 * by a margin for clocks that do not run alike. Once lost, a tenure never comes back: the process
 * starts over with a new one and a new id. Thread-safe.
 */
public final class Tenure {
  private final ReplicaId replica;
  private final Scheduler scheduler;
  private final long goodForNanos;
  private final AtomicLong entries = new AtomicLong();
  private volatile long renewedAt;
  private volatile boolean revoked;

  /**
   * A tenure that is held from its first heartbeat on.
   *
   * @param goodFor the lease time less the margin
   */
  public Tenure(ReplicaId replica, Duration goodFor, Scheduler scheduler) {
    this.replica = replica;
    this.scheduler = scheduler;
    this.goodForNanos = goodFor.toNanos();
    this.renewedAt = scheduler.ticks() - goodForNanos;
  }

  public ReplicaId replica() {
    return replica;
  }

  /** The name of the next journal entry of this replica. */
  public EntryId nextEntry() {
    return new EntryId(replica, entries.incrementAndGet());
  }

  /** May a send begin, or an answer be given, now? */
  public boolean isHeld() {
    return !revoked && scheduler.ticks() - renewedAt < goodForNanos;
  }

  /** A heartbeat arrived that began at this tick. */
  public void renewed(long beganAt) {
    renewedAt = beganAt;
  }

  /** Another replica has taken over: this one must stop for good. */
  public void revoke() {
    revoked = true;
  }

  public boolean isRevoked() {
    return revoked;
  }
}
