package dev.postern.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this replica handed over and, as far as it knows, is its consumer's still: what was told to
 * another replica counts until its deadline is over. At most {@value #MOST} are known; beyond that
 * the newest are left out.
 *
 * <p>Thread-safe.
 */
final class Outstanding {
  private static final int MOST = 100_000;

  private record Out(Instant handedOver, Instant until) {}

  private final Map<String, Out> byReceipt = new LinkedHashMap<>();

  synchronized void add(Ticket ticket, Instant now) {
    if (byReceipt.size() < MOST) {
      byReceipt.put(ticket.copy().receipt(), new Out(now, ticket.until()));
    }
  }

  synchronized void remove(Ticket ticket) {
    byReceipt.remove(ticket.copy().receipt());
  }

  synchronized void extend(Ticket ticket) {
    byReceipt.computeIfPresent(
        ticket.copy().receipt(), (receipt, out) -> new Out(out.handedOver(), ticket.until()));
  }

  synchronized int size(Instant now) {
    forget(now);
    return byReceipt.size();
  }

  /** For how long the one that was handed over first has been out. */
  synchronized Optional<Duration> oldestAge(Instant now) {
    forget(now);
    return byReceipt.values().stream()
        .findFirst()
        .map(out -> Duration.between(out.handedOver(), now));
  }

  private void forget(Instant now) {
    for (Iterator<Out> each = byReceipt.values().iterator(); each.hasNext(); ) {
      if (each.next().until().isBefore(now)) {
        each.remove();
      }
    }
  }
}
