package dev.postern.message;

/** How far a tracked message has come. */
public enum Status implements Worded {
  /** Durable, not published yet. */
  ACCEPTED,
  /** Waiting in its lane to be tried again. */
  RETRYING,
  /** The broker has it. */
  PUBLISHED,
  /** It will not be tried again by itself. */
  DEAD
}
