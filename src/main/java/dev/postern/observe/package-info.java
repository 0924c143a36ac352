/**
 * What can be seen of the publish path from outside: metrics, traces, and one wide log line for
 * each batch and each failure.
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
 * <h2>Traces</h2>
 *
 * <p>A message's way stands in the trace of the request that brought it: below the server span,
 * {@code accept} for each write of its record, {@code send} for each attempt, {@code settle} for
 * the write of its end or of its handing over. The context of the server span is stored with the
 * record, so that whoever drains a lane, on another replica and days later, goes on in the same
 * trace; it is as long as the caller's own that it takes the place of, and where the caller has
 * none it is stored only if the trace is recorded. It is no part of the fingerprint: a retry in
 * another trace is a retry.
 *
 * <p>Names and attributes are those of OpenTelemetry's conventions for messaging, with four
 * decisions. A call carries messages of many traces, so each message has a {@code send} span of its
 * own, of kind producer, whose context the message carries on, and the call has none: a span with
 * links would stand in a trace of its own, away from those whom it concerns. {@code
 * messaging.batch.message_count} is for spans of several messages, so the size of the call is
 * {@code postern.call.messages}. The destination is called as callers, metrics and the log call it,
 * not by its queue or topic. {@code accept} and {@code settle} are no operations of the conventions
 * (theirs of the latter name is a consumer's), so they have no operation type and are internal.
 *
 * <p>Whether a trace is recorded is decided by whoever begins it. Where spans go nowhere none is
 * recorded and the ports are not even decorated; the caller's context then passes through as it is,
 * for else consumers were children of a span that nobody has. The same holds for a trace that is
 * not recorded. A request has a trace id in any case. {@code tracestate} is not carried on: it may
 * have 512 characters, and would take one more of the ten attributes that SQS has; what is lost are
 * notes of tracing systems to themselves, never the trace.
 *
 * <p>Lines of the log that tell of several messages name all their traces, as they do all their
 * ids.
 *
 * <p>This room may know every other; none knows it.
 */
package dev.postern.observe;
