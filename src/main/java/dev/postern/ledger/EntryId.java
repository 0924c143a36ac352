package dev.postern.ledger;

/**
 * Names a journal entry: the replica that opened it and its batch number, from 1.
 *
 * <p>A replica's entries are spread over {@value #SHARDS} shards by their numbers, so that no
 * single partition of the store takes all its writes.
 */
public record EntryId(ReplicaId replica, long number) {
  public static final int SHARDS = 8;

  public EntryId {
    if (number < 1) {
      throw new IllegalArgumentException("batch numbers begin at 1, not " + number);
    }
  }

  public int shard() {
    return (int) (number % SHARDS);
  }

  /** The id that {@link #toString} wrote. */
  public static EntryId of(String text) {
    int slash = text.indexOf('/');
    return new EntryId(
        new ReplicaId(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
  }

  @Override
  public String toString() {
    return replica + "/" + number;
  }
}
