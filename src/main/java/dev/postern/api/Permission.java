package dev.postern.api;

import dev.postern.message.Worded;

/** What a caller may do with a destination or subscription. */
public enum Permission implements Worded {
  /** Publish to a destination. */
  PUBLISH,
  /** See messages, groups, dead letters, deliveries and gaps, but no payload. */
  READ_STATUS,
  /** See the payloads of messages and of a subscription's dead letters, and consumers' results. */
  READ_PAYLOAD,
  /** Receive a subscription's messages, and tell what became of each. */
  CONSUME,
  /** Skip, resume, redrive, delete and pause. */
  OPERATE;

  /** Whether it stands in the audit log that somebody wanted to. */
  boolean isAudited() {
    return this == READ_PAYLOAD || this == OPERATE;
  }
}
