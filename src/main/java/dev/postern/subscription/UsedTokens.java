package dev.postern.subscription;

import dev.postern.message.SubscriptionName;
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

  /** Receipts are told apart within one subscription only. */
  private record Used(SubscriptionName subscription, String receipt) {
    static Used of(SubscriptionName subscription, Ticket ticket) {
      return new Used(subscription, ticket.copy().receipt());
    }
  }

  private final Set<Used> all = new LinkedHashSet<>();

  synchronized void add(SubscriptionName subscription, Ticket ticket) {
    all.add(Used.of(subscription, ticket));
    if (all.size() > MOST) {
      all.remove(all.iterator().next());
    }
  }

  synchronized boolean contains(SubscriptionName subscription, Ticket ticket) {
    return all.contains(Used.of(subscription, ticket));
  }
}
