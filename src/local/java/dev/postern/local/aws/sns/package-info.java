/**
 * SNS, as far as the gateway needs it, over the embedded SQS: no usable implementation exists on
 * the JVM. It speaks the AWS query protocol as the AWS SDK for Java 2 does, with AWS's limits and
 * error codes.
 *
 * <p>Where it differs from SNS, on purpose:
 *
 * <ul>
 *   <li>A publication is answered after the fan-out, and fails if a queue did not take it; SNS
 *       answers first and retries. So a FIFO topic remembers a deduplication id only when every
 *       queue has the message: what was refused can be sent again.
 *   <li>Only queues of this process can subscribe, and are confirmed at once; a filter policy or a
 *       redrive policy is refused rather than ignored. Policies of a topic are kept, not enforced.
 *   <li>The envelope bears no signature.
 *   <li>A group id on a standard topic is accepted and goes no further.
 * </ul>
 */
package dev.postern.local.aws.sns;
