package dev.postern.subscription;

import dev.postern.message.Worded;

/** In which order messages are handed over. */
public enum Ordering implements Worded {
  /** As they come, side by side. */
  NONE,
  /** One at a time in each group, groups side by side. */
  GROUP
}
