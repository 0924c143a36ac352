/**
 * What can be seen of the publish path from outside: metrics, and one wide log line for each batch
 * and each failure.
 *
 * <p>It stands between the rooms and the adapters: {@code aws} gives out the bare ports under its
 * name, and this room gives everyone else the same ports, counted. What a port can't tell, such as
 * a repeated write of one's own from a message that was taken before, {@code publish} tells its
 * {@link dev.postern.publish.Witness}. Whoever watches changes nothing: results pass through as
 * they are, and a defect in here is told and goes no further ({@link dev.postern.observe.Passing}).
 *
 * <p>Tags have few values: destinations, which are configured, and words of an enumeration. Ids and
 * groups stand in the log, payloads, idempotency keys and attributes nowhere.
 *
 * <p>This room may know every other; none knows it.
 */
package dev.postern.observe;
