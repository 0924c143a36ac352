package dev.postern.subscription;

import dev.postern.message.Worded;

/** What becomes of messages behind missing numbers once those have been missing for too long. */
public enum OnGap implements Worded {
  /** They wait on: until the missing ones come, or a person passes them by. */
  WAIT,
  /** The missing ones are passed by. */
  SKIP
}
