package dev.postern.bench.load;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What callers were told of their messages, to be held against what the queue holds. */
public final class Claims {
  private static final int MOST_SHOWN = 5;

  private final int run;
  private final boolean fifo;
  private final boolean ordered;
  private final List<BitSet> claimed = new ArrayList<>();
  private final List<BitSet> unclear = new ArrayList<>();
  private int claims;

  Claims(int run, Scenario scenario, boolean ordered) {
    this.run = run;
    this.fifo = scenario.isFifo();
    this.ordered = ordered;
    for (int i = 0; i < scenario.callers(); i++) {
      claimed.add(new BitSet());
      unclear.add(new BitSet());
    }
  }

  int run() {
    return run;
  }

  void claim(Payloads.Mark mark) {
    claims++;
    claimed.get(mark.caller()).set(mark.number());
  }

  void unclear(Payloads.Mark mark) {
    unclear.get(mark.caller()).set(mark.number());
  }

  /** How many messages were said to be published or durable. */
  public int count() {
    return claims;
  }

  /**
   * What is wrong: claimed but not there, on FIFO there twice or out of its caller's order within
   * its group, or there though it was refused.
   *
   * @param queue a line for each message, of its group, a tab and how its body begins
   */
  public List<String> violations(String queue) {
    List<String> violations = new ArrayList<>();
    List<BitSet> found = claimed.stream().map(each -> new BitSet()).toList();
    Map<String, Integer> last = new HashMap<>();
    for (String line : queue.lines().toList()) {
      int tab = line.indexOf('\t');
      Payloads.Mark mark = Payloads.Mark.read(line.substring(tab + 1));
      if (mark.run() != run) {
        continue; // Published late, of a run in which it was left unclear.
      }
      BitSet seen = found.get(mark.caller());
      if (fifo && seen.get(mark.number())) {
        violations.add("twice: " + line);
      }
      seen.set(mark.number());
      Integer before = last.put(line.substring(0, tab) + "/" + mark.caller(), mark.number());
      if (ordered && before != null && before > mark.number()) {
        violations.add("out of order after " + before + ": " + line);
      }
    }
    for (int caller = 0; caller < claimed.size(); caller++) {
      compare(caller, found.get(caller), violations);
    }
    return violations.size() <= MOST_SHOWN
        ? violations
        : List.of(violations.size() + " violations, such as", violations.get(0), violations.get(1));
  }

  private void compare(int caller, BitSet found, List<String> violations) {
    BitSet lost = (BitSet) claimed.get(caller).clone();
    lost.andNot(found);
    if (!lost.isEmpty()) {
      violations.add("lost of caller " + caller + ": " + lost);
    }
    BitSet unasked = (BitSet) found.clone();
    unasked.andNot(claimed.get(caller));
    unasked.andNot(unclear.get(caller));
    if (!unasked.isEmpty()) {
      violations.add("refused but there, of caller " + caller + ": " + unasked);
    }
  }
}
