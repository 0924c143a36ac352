package dev.postern.ledger;

import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The durable store of records and journal entries.
 *
 * <p>Every read is strongly consistent. A stage that fails with {@link StoreUnavailable} leaves it
 * open whether the write was done, unless it says otherwise; every write here may be repeated
 * safely. Adapters do not retry by themselves. Thread-safe, never blocking.
 */
public interface Ledger {
  /** The most entries that one read gives. */
  int MOST_ENTRIES = 25;

  /** What became of one write among several. */
  enum Write {
    /** It was written by this call. */
    WRITTEN,
    /** Something stood there already and still does; it may be this very write, done before. */
    EXISTS,
    /** It was not written by this call, as far as the store says; others of the call may be. */
    FAILED
  }

  /** What became of a batch's writes; {@code records} in the order given. */
  record Inserted(Write entry, List<Write> records) {}

  /**
   * Writes a journal entry and its records, each if nothing stands in its place. They succeed and
   * fail one by one. The records' keys must all differ.
   *
   * @param keepUntil when the last of the entry's records expires, those not among {@code records}
   *     included
   */
  CompletionStage<Inserted> insert(JournalEntry entry, Instant keepUntil, List<Record> records);

  /**
   * Writes a batch that takes numbers, or nothing of it. Every series must stand just before the
   * first number that is taken of it.
   *
   * @return nothing where it is written; else why not
   */
  CompletionStage<Optional<NumberedBatch.Refusal>> insert(NumberedBatch batch);

  /**
   * How far these series have come; one that could not be read is missing. At most {@value
   * JournalEntry#MOST_MESSAGES}.
   */
  CompletionStage<Map<SeriesId, SeriesEnd>> ends(Collection<SeriesId> series);

  /**
   * Puts a record in place of the one with the old id, if that one is still there and is not
   * {@linkplain #hold held}: what waits in a lane may wait for longer than any journal entry that
   * tells of it is kept.
   */
  CompletionStage<Boolean> replace(MessageId old, Record record);

  CompletionStage<Optional<Record>> find(KeyHash key);

  CompletionStage<Optional<JournalEntry>> find(EntryId entry);

  /**
   * Writes progress into an entry by the messages' places, if the owner still owns it.
   *
   * @return false where it does not: the caller was declared dead
   */
  CompletionStage<Boolean> settle(EntryId entry, ReplicaId owner, Map<Integer, Progress> progress);

  /**
   * A replica's entries of one shard, from a number on and in their order, at most {@value
   * #MOST_ENTRIES}; fewer only where there are no more.
   */
  CompletionStage<List<JournalEntry>> entries(ReplicaId replica, int shard, long from);

  /** Takes over an entry from the owner that was seen; gives it as it now is, or nothing. */
  CompletionStage<Optional<JournalEntry>> takeOver(JournalEntry seen, ReplicaId owner);

  /**
   * Keeps a record from running out while its message waits in a lane. False, and nothing is
   * changed, where the record is gone, another message's, or has its outcome: nobody would let it
   * run out again.
   */
  CompletionStage<Boolean> hold(MessageId message);

  /**
   * Writes, before an attempt that may be the second one to be accepted, that the message is a
   * possible duplicate: whoever writes its outcome, also one who knows only of the first attempt,
   * it is told as such. False, and the attempt must not be made, where the record is gone, another
   * message's, or has its outcome.
   */
  CompletionStage<Boolean> doubt(MessageId message);

  /**
   * Writes the outcome on the record, if the one that is there is this message's and has none yet.
   * False where it is not or has.
   *
   * @param keepUntil when the record expires from now on
   */
  CompletionStage<Boolean> conclude(Record record, Outcome outcome, Instant keepUntil);

  /** What can be known of the message's fate. */
  default CompletionStage<Standing> standing(Record record) {
    if (record.outcome().isPresent()) {
      return CompletableFuture.completedFuture(new Standing.Known(record.outcome().get()));
    }
    return find(record.acceptance().entry())
        .thenApply(
            entry ->
                entry
                    .flatMap(written -> written.progress(record.id()))
                    .<Standing>map(
                        progress ->
                            progress.fold(
                                outcome -> new Standing.Known(record.told(outcome)),
                                Standing.HandedOver::new))
                    .orElseGet(() -> new Standing.Open(entry)));
  }
}
