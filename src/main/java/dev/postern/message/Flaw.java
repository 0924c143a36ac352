package dev.postern.message;

/**
 * What can be wrong with a message that a caller asks to publish; one stable word for each cause.
 */
public enum Flaw implements Worded {
  IDEMPOTENCY_KEY_MISSING,
  IDEMPOTENCY_KEY_MALFORMED,
  IDEMPOTENCY_KEY_NOT_TAKEN,
  GROUP_MISSING,
  GROUP_MALFORMED,
  ATTRIBUTES_MALFORMED,
  CONTENT_TYPE_MALFORMED,
  DELAY_MALFORMED,
  DELAY_NOT_SUPPORTED,
  GUARANTEE_NOT_AVAILABLE,
  PAYLOAD_MISSING,
  PAYLOAD_MALFORMED,
  PAYLOAD_TOO_LARGE,
  CLOUDEVENT_MALFORMED
}
