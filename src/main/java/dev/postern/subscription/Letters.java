package dev.postern.subscription;

import dev.postern.message.SubscriptionName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The durable store of {@link Letter dead letters} of subscriptions.
 *
 * <p>Reads are strongly consistent. A stage that fails with {@link
 * dev.postern.ledger.StoreUnavailable} leaves it open whether a write was done; each may be done
 * again. Thread-safe, never blocking.
 */
public interface Letters {
  /** In which direction a list is read. */
  enum Direction {
    NEWEST_FIRST,
    OLDEST_FIRST
  }

  /**
   * Keeps a letter, in the place of the same if it was kept before. Its message may have up to 1
   * MiB; it is there as a whole or not at all.
   */
  CompletionStage<Void> keep(Letter letter);

  /** The letter at that place. */
  CompletionStage<Optional<Letter>> find(SubscriptionName subscription, Letter.Place place);

  /**
   * Letters beyond a place, by the time of their deaths; none where the end is reached, and only
   * there: fewer than asked for are not the end. Those that have run out may be among them. Bodies
   * may be left empty and attributes out.
   *
   * @param most 1 to 100
   */
  CompletionStage<List<Letter>> list(
      SubscriptionName subscription, Direction direction, Optional<Letter.Place> after, int most);

  /** Takes a letter away. */
  CompletionStage<Void> remove(SubscriptionName subscription, Letter.Place place);
}
