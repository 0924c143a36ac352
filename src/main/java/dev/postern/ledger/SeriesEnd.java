package dev.postern.ledger;

import java.util.Optional;

/**
 * How far a series has come.
 *
 * @param number the last that was given; 0 where none was
 * @param by the journal entry whose message has it
 */
public record SeriesEnd(long number, Optional<EntryId> by) {
  /** Of a series of which nothing was ever accepted. */
  public static final SeriesEnd NONE = new SeriesEnd(0, Optional.empty());
}
