package dev.postern.subscription;

import dev.postern.message.SubscriptionName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The durable store of {@link Delivery deliveries}.
 *
 * <p>Reads are strongly consistent. A stage that fails with {@link
 * dev.postern.ledger.StoreUnavailable} leaves it open whether writes were done. Adapters do not
 * retry by themselves. Thread-safe, never blocking.
 */
public interface Deliveries {
  /** How many are read by one call at most. */
  int MOST_READS = 100;

  /** How many are written by one call at most. */
  int MOST_WRITES = 25;

  /** What became of a write. */
  enum Write {
    WRITTEN,
    /** Another change came first, or this one did already. */
    CONFLICT,
    /** Known not to be written, for no fault of its own. */
    FAILED
  }

  /**
   * A change of one delivery.
   *
   * @param seen the version that it is a change of; empty where there was none
   * @param next its version is greater by one, or 1
   */
  record Change(Optional<Long> seen, Delivery next) {
    /** The first. */
    public static Change first(Delivery delivery) {
      return new Change(Optional.empty(), delivery);
    }
  }

  /**
   * Those of these messages that there are. One that could not be read fails the call.
   *
   * @param messages at most 100, of one subscription
   */
  CompletionStage<Map<InboundId, Delivery>> find(
      SubscriptionName subscription, Collection<InboundId> messages);

  /**
   * Makes each change, or not, by itself.
   *
   * @param changes at most 25, of different deliveries
   * @return for each, in order, what became of it
   */
  CompletionStage<List<Write>> write(List<Change> changes);
}
