package dev.postern.publish;

import dev.postern.ledger.Record;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import dev.postern.message.Stamp;
import dev.postern.message.Status;
import dev.postern.message.SubscriptionName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A tracked message and how far it has come. */
public record MessageState(Record record, Status status, Optional<Outcome> outcome, Trying trying) {

  /**
   * How the attempts on a message without outcome fare, as far as it is known here.
   *
   * @param nextAttemptAt only for the head of an ordered lane
   */
  public record Trying(int attempts, Optional<String> lastError, Optional<Instant> nextAttemptAt) {
    static final Trying UNKNOWN = new Trying(0, Optional.empty(), Optional.empty());
  }

  static MessageState of(Record record, Outcome outcome) {
    return new MessageState(
        record,
        outcome.fold(published -> Status.PUBLISHED, dead -> Status.DEAD),
        Optional.of(outcome),
        Trying.UNKNOWN);
  }

  static MessageState accepted(Record record, Trying trying) {
    return new MessageState(record, Status.ACCEPTED, Optional.empty(), trying);
  }

  static MessageState retrying(Record record, Trying trying) {
    return new MessageState(record, Status.RETRYING, Optional.empty(), trying);
  }

  public MessageId id() {
    return record.id();
  }

  public Message message() {
    return record.message();
  }

  /** What it was given at its acceptance. */
  public Stamp stamp() {
    return record.stamp();
  }

  /** Until when its key, state and payload are kept. */
  public Instant expiresAt() {
    return record.expiresAt();
  }

  /** May the broker have it twice, or, where it is dead or under way, have been given it twice? */
  public boolean isPossibleDuplicate() {
    return record.fate().possibleDuplicate()
        || outcome
            .map(known -> known.fold(Outcome.Published::possibleDuplicate, dead -> false))
            .orElse(false);
  }

  /** When each subscription that reports it acknowledged the message first. */
  public Map<SubscriptionName, Instant> processed() {
    return record.fate().processed();
  }

  /** When its payload was erased, where it was. */
  public Optional<Instant> payloadErasedAt() {
    return record.fate().erasedAt();
  }

  /** Will nothing change any more by itself, but for who has processed it? */
  public boolean isFinal() {
    return outcome.isPresent();
  }
}
