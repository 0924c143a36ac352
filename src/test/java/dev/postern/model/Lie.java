package dev.postern.model;

/** A condition that the store is told to forget, to show that its absence is found. */
public enum Lie {
  /** A holder's write is done though the lane is another's by now. */
  FENCE_IGNORED,
  /** A write into a journal entry is done though the entry is another's by now. */
  OWNER_IGNORED,
  /** {@code done} moves back. */
  DONE_MOVES_BACK,
  /** That a message may be a duplicate is told to be written, but is not. */
  DOUBT_NOT_WRITTEN,
  /** A record in a lane keeps its time to live. */
  HOLD_KEEPS_TTL,
  /** A tombstone is told to be put, but is not. */
  TOMBSTONE_NOT_PUT,
  /** A tombstone goes as soon as the lane has passed it. */
  TOMBSTONE_DELETED,
  /** A put tells that nothing stood there, whatever does. */
  PUT_NOT_CHECKED,
  /** The lane is given up though its tail has moved. */
  RELEASE_NOT_CHECKED,
  /** A series is moved on from wherever it stands. */
  NUMBER_NOT_CHECKED,
  /** The broker takes each attempt for a message of its own. */
  DEDUPLICATION_OFF,
  /** A delivery is written whatever version stands there. */
  DELIVERY_WRITTEN_WHATEVER_STANDS,
  /** A delivery is told to be written, but is not. */
  DELIVERY_NOT_WRITTEN,
  /** A subscription's dead letter is told to be kept, but is not. */
  LETTER_NOT_KEPT,
  /** A track is changed whatever version stands there. */
  TRACK_WRITTEN_WHATEVER_STANDS,
  /** What waits in a track is told to be kept, but is not. */
  ENTRY_NOT_KEPT,
  /** Numbers are passed by without a note of it. */
  PASSING_BY_NOT_NOTED
}
