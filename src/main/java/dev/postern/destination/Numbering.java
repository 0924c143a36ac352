package dev.postern.destination;

import dev.postern.message.Worded;

/** What a destination counts at acceptance, without a gap. */
public enum Numbering implements Worded {
  NONE,
  /** The messages of each group. */
  SEQUENCED,
  /** The messages of each producer; the order between producers is by what they had seen. */
  CAUSAL
}
