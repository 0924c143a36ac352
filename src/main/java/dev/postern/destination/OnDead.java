package dev.postern.destination;

import dev.postern.message.Worded;

/** What a group does when one of its messages dies. */
public enum OnDead implements Worded {
  /** It waits until a person skips or redrives that message. */
  BLOCK,
  /** It goes on without it. */
  SKIP
}
