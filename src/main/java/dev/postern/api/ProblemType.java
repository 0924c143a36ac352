package dev.postern.api;

import dev.postern.message.Flaw;
import dev.postern.message.Worded;

/**
 * What can go wrong with a request; one constant for each cause that a client can tell apart.
 *
 * <p>Type, status and title of a cause never change: the contract lists them with their remedies.
 */
public enum ProblemType implements Worded {
  IDEMPOTENCY_KEY_MISSING(400, "The idempotency key is missing"),
  IDEMPOTENCY_KEY_MALFORMED(400, "The idempotency key is malformed"),
  IDEMPOTENCY_KEY_NOT_TAKEN(400, "At-most-once takes no idempotency key"),
  GROUP_MISSING(400, "The message group is missing"),
  GROUP_MALFORMED(400, "The message group is malformed"),
  ATTRIBUTES_MALFORMED(400, "The message attributes are malformed"),
  CONTENT_TYPE_MALFORMED(400, "The content type is malformed"),
  DELAY_MALFORMED(400, "The delay is malformed"),
  DELAY_NOT_SUPPORTED(400, "The destination does not delay messages"),
  GUARANTEE_NOT_AVAILABLE(400, "The guarantee is not available"),
  PAYLOAD_MISSING(400, "The payload is missing"),
  PAYLOAD_MALFORMED(400, "The payload is malformed"),
  CLOUDEVENT_MALFORMED(400, "The CloudEvent is malformed"),
  EXPECTED_SEQUENCE_MALFORMED(400, "The expected sequence is malformed"),
  EXPECTED_SEQUENCE_NOT_SUPPORTED(400, "No sequence can be expected here"),
  CAUSAL_PRODUCER_MISSING(400, "The causal producer is missing"),
  CAUSAL_PRODUCER_MALFORMED(400, "The causal producer is malformed"),
  CAUSAL_CONTEXT_MALFORMED(400, "The causal context is malformed"),
  CAUSALITY_NOT_SUPPORTED(400, "The destination is not causal"),
  BODY_MALFORMED(400, "The body is not as described"),
  PARAMETER_MALFORMED(400, "A parameter is malformed"),
  REQUEST_MALFORMED(400, "The request is malformed"),
  ACK_TOKEN_INVALID(400, "The ack token is invalid"),
  CREDENTIALS_MISSING(401, "The credentials are missing"),
  CREDENTIALS_INVALID(401, "The credentials are invalid"),
  PERMISSION_MISSING(403, "The permission is missing"),
  DESTINATION_UNKNOWN(404, "The destination is unknown"),
  MESSAGE_UNKNOWN(404, "The message is unknown"),
  GROUP_UNKNOWN(404, "The group is unknown"),
  DEAD_LETTER_UNKNOWN(404, "The dead letter is unknown"),
  SUBSCRIPTION_UNKNOWN(404, "The subscription is unknown"),
  DELIVERY_UNKNOWN(404, "The delivery is unknown"),
  GAP_UNKNOWN(404, "The gap is unknown"),
  NOT_FOUND(404, "Nothing is served here"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed"),
  NOT_ACCEPTABLE(406, "The answer would not be acceptable"),
  BODY_TOO_SLOW(408, "The body came too slowly"),
  MESSAGE_DEAD(409, "The message is a dead letter"),
  MESSAGE_NOT_FINAL(409, "The message has not come to its end"),
  GROUP_NOT_BLOCKED(409, "The group is not blocked"),
  DEAD_LETTER_BLOCKS_GROUP(409, "The dead letter blocks its group"),
  REORDER_NOT_ALLOWED(409, "The group has gone on without the message"),
  MODE_NOT_FITTING(409, "The subscription is of another mode"),
  REDRIVE_NOT_POSSIBLE(409, "The dead letter can't be redriven"),
  DEAD_LETTER_CHANGED(409, "The dead letter changed"),
  GAP_CHANGED(409, "The gap changed"),
  ACK_TOKEN_USED(409, "The ack token was used"),
  ACK_TOKEN_SUPERSEDED(409, "The message was handed over again"),
  ACK_TOKEN_EXPIRED(410, "The ack token has expired"),
  MESSAGE_EXPIRED(410, "The message has expired"),
  PAYLOAD_ERASED(410, "The payload was erased"),
  GROUP_HEAD_CHANGED(412, "The group waits for another message"),
  SEQUENCE_MISMATCH(412, "The group stands at another number"),
  PAYLOAD_TOO_LARGE(413, "The payload is too large"),
  RESULT_TOO_LARGE(413, "The result is too large"),
  LINE_TOO_LONG(413, "The line is too long"),
  CONTENT_ENCODING_NOT_SUPPORTED(415, "The content encoding is not supported"),
  CONTENT_TYPE_NOT_SUPPORTED(415, "The content type is not supported"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for a different message"),
  BATCH_REFUSED(422, "No message of the batch was accepted"),
  OUTCOMES_REFUSED(422, "No outcome counts"),
  TOO_MANY_GROUPS_REFUSED(422, "Messages of too many groups were refused"),
  PREDECESSOR_REFUSED(424, "A message before it in its group was refused"),
  IF_MATCH_MISSING(428, "If-Match is missing"),
  QUOTA_EXCEEDED(429, "The quota is exceeded"),
  INTERNAL_ERROR(500, "Something is wrong with Postern"),
  PUBLISH_FAILED(502, "The message was not published"),
  OVERLOADED(503, "Postern is overloaded"),
  CREDENTIALS_UNVERIFIABLE(503, "The credentials can't be verified at present"),
  QUEUE_UNAVAILABLE(503, "The queue is unavailable"),
  STORE_UNAVAILABLE(503, "The store is unavailable"),
  OUTCOME_UNKNOWN(504, "It is not known whether the message was published");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The problem of that flaw: every flaw has one of its own name. */
  public static ProblemType of(Flaw flaw) {
    return valueOf(flaw.name());
  }

  public int status() {
    return status;
  }

  /** Whether the answer must ask for credentials (RFC 9110 section 15.5.2). */
  boolean isChallenge() {
    return status == 401;
  }

  public String title() {
    return title;
  }

  /** The type member: a name, not promised to be an address. */
  public String uri() {
    return "https://postern.dev/problems/" + word();
  }
}
