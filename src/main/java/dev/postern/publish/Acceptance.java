package dev.postern.publish;

import dev.postern.ledger.EntryId;
import dev.postern.ledger.Record;
import dev.postern.ledger.Tenure;
import java.util.function.Function;

/** What came of accepting a message. */
sealed interface Acceptance {
  <T> T fold(
      Function<Owned, T> owned, Function<Taken, T> taken, Function<Unexpected, T> unexpected);

  /** Is this replica at it? */
  default boolean isOwned() {
    return fold(owned -> true, taken -> false, unexpected -> false);
  }

  /**
   * The message is durable, and this replica is at it.
   *
   * @param tenure under which it was accepted
   * @param place in the journal entry that the record names
   * @param laneClear its lane's head, read after the message arrived, was clear
   */
  record Owned(Record record, Tenure tenure, int place, boolean laneClear) implements Acceptance {
    EntryId entry() {
      return record.acceptance().entry();
    }

    @Override
    public <T> T fold(
        Function<Owned, T> owned, Function<Taken, T> taken, Function<Unexpected, T> unexpected) {
      return owned.apply(this);
    }
  }

  /** The key was taken before, by this record. */
  record Taken(Record record) implements Acceptance {
    @Override
    public <T> T fold(
        Function<Owned, T> owned, Function<Taken, T> taken, Function<Unexpected, T> unexpected) {
      return taken.apply(this);
    }
  }

  /**
   * Its group had come further, or not as far, as the caller expected. Nothing was accepted.
   *
   * @param last the group's last number
   */
  record Unexpected(long last) implements Acceptance {
    @Override
    public <T> T fold(
        Function<Owned, T> owned, Function<Taken, T> taken, Function<Unexpected, T> unexpected) {
      return unexpected.apply(this);
    }
  }
}
