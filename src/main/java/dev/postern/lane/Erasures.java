package dev.postern.lane;

import dev.postern.ledger.Record;
import dev.postern.message.Outcome;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * The store, as payloads are taken out of it.
 *
 * <p>A stage that fails with {@link dev.postern.ledger.StoreUnavailable} leaves it open whether the
 * write was done; it may be repeated safely. Adapters do not retry by themselves. Thread-safe,
 * never blocking.
 */
public interface Erasures {
  /** What became of an erasure. */
  enum Erased {
    /** It is erased. */
    DONE,
    /**
     * The message has not this end, or no longer, or its dead letter was listed or deleted at the
     * same moment. Nothing was done.
     */
    CHANGED
  }

  /**
   * Takes payload and attributes out of a record whose message has this outcome, and writes the
   * outcome there if only the journal has it, so that nobody takes the message up again. Its dead
   * letter, where one is listed, says so from then on. All in one write, or nothing.
   *
   * @param record as it was read, not erased
   * @param outcome that was found of it, there or in its journal entry
   */
  CompletionStage<Erased> erase(Record record, Outcome outcome, Instant at);
}
