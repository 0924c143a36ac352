/**
 * The one use case: accept, send, settle, answer.
 *
 * <p>{@link dev.postern.publish.Publisher} is where to begin; {@link dev.postern.publish.Course}
 * walks one accepted message to its end. What a caller is told and when the work on its message
 * ends are two things: an answer of 503 ends the waiting, never the work, for the store may have
 * taken the message, and another call with the same key may already have been answered on the
 * strength of that.
 *
 * <p>Everything under way is bounded by {@link dev.postern.publish.Admission}, per destination, in
 * messages and in bytes; beyond it nothing is accepted.
 *
 * <p>This room knows {@code ledger}, {@code broker}, {@code lane}, {@code destination} and {@code
 * message}.
 */
package dev.postern.publish;
