/**
 * The consuming half: messages are received from a queue and handed over, by pull or by push, each
 * subscription with one delivery mode and one ordering.
 *
 * <p>A message comes into the {@code Feed} as somebody asks for it, waits in the {@code Lineup} for
 * its turn in its group, is claimed by the {@code DeliveryMode}, and leaves with a {@code Ticket},
 * by which {@code Pull} or {@code Pusher} tell its outcome to {@code Settling}.
 *
 * <p>Where order is kept, it is kept by the queue: SQS gives nothing of a group while one of its
 * messages is in flight. What a replica holds behind a message that is out is handed over only once
 * that one has left the queue, or is written to be done with; after anything else it is put back,
 * so that the queue gives it after the one before. So nothing depends on which replica is asked.
 * What was handed over is the consumer's by the queue's own clock; what was written is fenced by
 * its version.
 *
 * <p>What was acknowledged can be shown to who published it: the {@code Reporter} writes that on
 * the message's record, behind the acknowledgement and never in its way.
 *
 * <p>This room knows {@code ledger}, {@code broker}, {@code flow}, {@code destination} and {@code
 * message}.
 */
package dev.postern.subscription;
