package dev.postern.ledger;

import dev.postern.message.Fingerprint;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * The durable, immutable fact that a message was accepted.
 *
 * @param acceptance names the journal entry of the batch that accepted it
 * @param outcome only of what went through a lane or died; else the entry has it
 */
// "Record" is the word of the domain; an import says plainly which one is meant.
@SuppressWarnings("JavaLangClash")
public record Record(
    MessageId id, Message message, Acceptance acceptance, Optional<Outcome> outcome) {

  /**
   * How it was accepted.
   *
   * @param expiresAt until when its key is taken; compared, never inferred from deletion
   */
  public record Acceptance(Fingerprint fingerprint, EntryId entry, Instant expiresAt) {}

  public Record(MessageId id, Message message, Acceptance acceptance) {
    this(id, message, acceptance, Optional.empty());
  }

  public Instant expiresAt() {
    return acceptance.expiresAt();
  }

  /** Has its retention passed? */
  public boolean isExpired(Instant now) {
    return !now.isBefore(acceptance.expiresAt());
  }
}
