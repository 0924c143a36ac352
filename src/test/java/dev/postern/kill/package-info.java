/**
 * Three processes of the packaged application under load, killed and started again and again, on a
 * store and a broker that fail: what callers were answered is compared with what the queues hold.
 *
 * <p>{@link dev.postern.kill.KillIT} says what is checked and how to run it for longer.
 */
package dev.postern.kill;
