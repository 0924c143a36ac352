package dev.postern.ledger;

import dev.postern.message.Fingerprint;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import dev.postern.message.Stamp;
import dev.postern.message.SubscriptionName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The durable, immutable fact that a message was accepted.
 *
 * @param acceptance names the journal entry of the batch that accepted it
 * @param fate what was written since
 */
// "Record" is the word of the domain; an import says plainly which one is meant.
@SuppressWarnings("JavaLangClash")
public record Record(MessageId id, Message message, Acceptance acceptance, Fate fate) {

  /**
   * How it was accepted.
   *
   * @param expiresAt until when its key is taken; compared, never inferred from deletion
   * @param number that it got in its series, where its destination counts
   */
  public record Acceptance(
      Fingerprint fingerprint, EntryId entry, Instant expiresAt, OptionalLong number) {

    /** Of a message that is not counted. */
    public Acceptance(Fingerprint fingerprint, EntryId entry, Instant expiresAt) {
      this(fingerprint, entry, expiresAt, OptionalLong.empty());
    }

    /** The same, with another end of its time. */
    public Acceptance until(Instant at) {
      return new Acceptance(fingerprint, entry, at, number);
    }

    Acceptance numbered(long given) {
      return new Acceptance(fingerprint, entry, expiresAt, OptionalLong.of(given));
    }
  }

  /**
   * What became of it, as far as it is written here and not in its journal entry.
   *
   * @param outcome only of what went through a lane or died
   * @param possibleDuplicate an attempt was begun though one before may have been accepted
   * @param processed when subscriptions that report it acknowledged it first; some may have, and
   *     nothing else be written yet
   * @param erasedAt when its payload was erased: from then on its outcome is written here, and
   *     stays
   */
  public record Fate(
      Optional<Outcome> outcome,
      boolean possibleDuplicate,
      Map<SubscriptionName, Instant> processed,
      Optional<Instant> erasedAt) {
    static final Fate OPEN = new Fate(Optional.empty(), false, Map.of(), Optional.empty());

    public Fate {
      processed = Map.copyOf(processed);
      if (erasedAt.isPresent() && outcome.isEmpty()) {
        throw new IllegalArgumentException("erased without an outcome");
      }
    }

    /** The same with this outcome. */
    public Fate concluded(Outcome known) {
      return new Fate(Optional.of(known), possibleDuplicate, processed, erasedAt);
    }

    /** The same with what subscriptions have acknowledged. */
    public Fate processed(Map<SubscriptionName, Instant> by) {
      return new Fate(outcome, possibleDuplicate, by, erasedAt);
    }
  }

  public Record {
    if (message.content().isErased() != fate.erasedAt().isPresent()) {
      throw new IllegalArgumentException("a payload is gone where it was erased, and only there");
    }
  }

  public Record(MessageId id, Message message, Acceptance acceptance) {
    this(id, message, acceptance, Fate.OPEN);
  }

  /** The same, with that number. */
  public Record numbered(long number) {
    return new Record(id, message, acceptance.numbered(number), fate);
  }

  /** What the message was given at its acceptance. */
  public Stamp stamp() {
    return Stamp.of(message, acceptance.number());
  }

  /** The outcome, where it is written here. */
  public Optional<Outcome> outcome() {
    return fate.outcome().map(this::told);
  }

  /** An outcome as it is to be told: its writer may not have known of another's attempt. */
  public Outcome told(Outcome written) {
    return fate.possibleDuplicate() ? written.asPossibleDuplicate() : written;
  }

  /** The same, known to be a possible duplicate. */
  public Record doubted() {
    return new Record(
        id, message, acceptance, new Fate(fate.outcome(), true, fate.processed(), fate.erasedAt()));
  }

  /** What is left of it once its payload is erased, with the outcome that it has. */
  public Record erased(Outcome known, Instant at) {
    return new Record(
        id,
        message.erased(),
        acceptance,
        new Fate(Optional.of(known), fate.possibleDuplicate(), fate.processed(), Optional.of(at)));
  }

  /** Has its payload been erased? Then it is at its end, and can't be sent any more. */
  public boolean isErased() {
    return fate.erasedAt().isPresent();
  }

  public Instant expiresAt() {
    return acceptance.expiresAt();
  }

  /** Has its retention passed? */
  public boolean isExpired(Instant now) {
    return !now.isBefore(acceptance.expiresAt());
  }
}
