package dev.postern.ledger;

import dev.postern.flow.Scheduler;
import java.time.Duration;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

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
  private final NavigableMap<Long, Integer> unfinished = new TreeMap<>();
  private long lastEntry;
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

  /**
   * The name of the next journal entry of this replica, which is open until every one of its
   * messages is {@linkplain #finished finished}.
   */
  public synchronized EntryId nextEntry(int messages) {
    lastEntry++;
    unfinished.put(lastEntry, messages);
    return new EntryId(replica, lastEntry);
  }

  /** One message of an entry needs no recovery any more: settled, handed over, or another's. */
  public synchronized void finished(EntryId entry) {
    unfinished.computeIfPresent(entry.number(), (number, left) -> left > 1 ? left - 1 : null);
  }

  /** Where whoever recovers this replica must begin. */
  public synchronized LowWater lowWater() {
    long[] marks = new long[EntryId.SHARDS];
    Arrays.fill(marks, lastEntry + 1);
    // From the greatest to the least, so that the least of each shard stands last.
    unfinished
        .descendingKeySet()
        .forEach(number -> marks[new EntryId(replica, number).shard()] = number);
    return LowWater.of(marks);
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
