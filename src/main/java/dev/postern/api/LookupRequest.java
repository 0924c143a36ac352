package dev.postern.api;

import dev.postern.message.IdempotencyKey;
import dev.postern.message.InvalidMessage;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The body of a look-up by key. */
@RegisterForReflection
public record LookupRequest(String idempotencyKey) {
  /** A key's 255 characters, each written as an escape, and room for white space. */
  static final int MOST_BYTES = 4096;

  private static final String MEMBER = "idempotencyKey";

  /**
   * The key.
   *
   * @throws RefusedRequest where it is missing
   * @throws InvalidMessage where it is none
   */
  IdempotencyKey key() {
    if (idempotencyKey == null) {
      throw new RefusedRequest(BodyFault.missing(MEMBER));
    }
    try {
      return new IdempotencyKey(idempotencyKey);
    } catch (InvalidMessage malformed) {
      // A member here, not the header of the same name.
      throw new InvalidMessage(malformed.flaw(), MEMBER, malformed.limit());
    }
  }
}
