/**
 * What is durable of a message: its record, and the journal entry of the batch that accepted it.
 *
 * <p>A record is written once, when its message is accepted, and is the idempotency record at the
 * same time: key and message in one write, so there is no gap between the two in which a crash
 * could leave a taken key without a message. The outcome goes to the journal entry, not to the
 * record: stores bill an update by the whole item, and two dozen outcomes in one small entry cost
 * less than one update of one record with a big payload. Only the slow path (a lane, a death, a
 * redrive) writes the outcome on the record itself, and only subscriptions that are asked to report
 * it that they acknowledged the message.
 *
 * <p>So what became of a message is on its record, else in the journal entry that the record names:
 * {@link dev.postern.ledger.Ledger#standing} is the one place that knows.
 *
 * <p>This room knows {@code destination} and {@code message}.
 */
package dev.postern.ledger;
