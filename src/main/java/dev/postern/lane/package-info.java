/**
 * The durable backlog: what must be answered before it is published stands in its lane.
 *
 * <p>While the broker answers, replicas need not know of each other, for the broker itself keeps a
 * FIFO group in order. Only a message that is answered 202 needs a durable place in line: a number
 * in the lane of its group. The lane's head says how many numbers were given ({@code tail}) and how
 * many are done; the lane is <em>clear</em> when they are equal and nothing blocks it, and only
 * past a clear lane may a message of the group be sent without standing in it.
 *
 * <p>One replica at a time drains a lane, under a lease and a fence. The lease: a holder moves the
 * head's counter with every write; who has seen it stand still for the lease time, by its own
 * monotonic clock, may take over. No two clocks are ever compared. The fence grows at each change
 * of hands and is the condition of every write of a holder, so that one who was only slow changes
 * nothing afterwards; losing is a result, not a fault. What such a holder still sends, the broker
 * drops by its deduplication id.
 *
 * <p>A number without an entry is the trace of an append that crashed between its two writes. The
 * holder waits out the time that an appender may take, puts a tombstone there, if nothing is there,
 * and passes on; an appender that comes too late finds the tombstone and appends anew.
 *
 * <p>A message without order stands in one of its destination's shards, which are lanes like any
 * other but for one thing: its messages are sent together ({@link
 * dev.postern.lane.UnorderedDrain}), those of a group one after another ({@link
 * dev.postern.lane.OrderedDrain}).
 *
 * <p>What people do to a lane ({@link dev.postern.lane.ByHand}) is one write each, of all or
 * nothing. A resume takes the outcome from the record, the block from the head and the letter from
 * its list; were any of these done before the others, a crash would leave a message that is dead
 * and not blocked, blocked and not dead, or alive and in no lane. A skip only says so on the head:
 * the drainer alone knows whether an attempt is under way, so it alone declares death and advances.
 * Both make the lane due, so that any replica finds it through the index, whatever becomes of the
 * one that was asked.
 *
 * <p>This room knows {@code broker}, {@code ledger}, {@code destination} and {@code message}.
 */
package dev.postern.lane;
