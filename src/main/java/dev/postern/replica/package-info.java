/**
 * This process as one replica among several: what it is made of, its heartbeat, its end.
 *
 * <p>The one place where clocks, chance and threads are real ({@link
 * dev.postern.replica.SystemScheduler}), and where the rooms are put together ({@link
 * dev.postern.replica.ReplicaRoom}).
 *
 * <p>This room knows {@code publish}, {@code lane}, {@code broker} and {@code ledger}.
 */
package dev.postern.replica;
