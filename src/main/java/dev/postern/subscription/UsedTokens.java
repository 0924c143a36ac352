package dev.postern.subscription;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The tickets that were last used at this replica: so that it can say so where nothing is written
 * that would tell. At most {@value #MOST}; the oldest are forgotten.
 *
 * <p>Thread-safe.
 */
final class UsedTokens {
  private static final int MOST = 10_000;

  private final Set<String> receipts = new LinkedHashSet<>();

  synchronized void add(Ticket ticket) {
    receipts.add(ticket.copy().receipt());
    if (receipts.size() > MOST) {
      receipts.remove(receipts.iterator().next());
    }
  }

  synchronized boolean contains(Ticket ticket) {
    return receipts.contains(ticket.copy().receipt());
  }
}
