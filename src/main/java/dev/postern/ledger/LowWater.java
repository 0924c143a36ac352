package dev.postern.ledger;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * For each shard of a replica's journal the least batch number that may need recovery: everything
 * before it is settled, handed over or names nothing that was accepted.
 */
public record LowWater(List<Long> marks) {
  /** Nothing is known: from the first entry on. */
  public static final LowWater START = new LowWater(Collections.nCopies(EntryId.SHARDS, 1L));

  public LowWater {
    marks = List.copyOf(marks);
    if (marks.size() != EntryId.SHARDS) {
      throw new IllegalArgumentException("one mark for each shard, not " + marks.size());
    }
  }

  static LowWater of(long[] marks) {
    return new LowWater(Arrays.stream(marks).boxed().toList());
  }
}
