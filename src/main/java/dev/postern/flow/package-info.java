/**
 * How work is timed and gathered: the one scheduler, deadlines, backoff, batches.
 *
 * <p>Nothing outside {@code replica}'s wiring reads a clock, draws a random number or starts a
 * thread by itself; all of it comes through {@link dev.postern.flow.Scheduler}, so that a test can
 * run many replicas in one thread, in virtual time, from one seed.
 *
 * <p>This room knows nothing but the JDK; every room may know it.
 */
package dev.postern.flow;
