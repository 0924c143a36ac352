package dev.postern.subscription;

import dev.postern.message.SubscriptionName;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The durable store of which subscriptions are paused: nothing is pushed for them, at any replica,
 * until a person resumes them.
 *
 * <p>Reads are strongly consistent. A stage that fails with {@link
 * dev.postern.ledger.StoreUnavailable} leaves it open whether a write was done; each may be done
 * again. Thread-safe, never blocking.
 */
public interface Pauses {
  /** Since when, and why. */
  record Pause(Instant since, String reason) {}

  CompletionStage<Optional<Pause>> find(SubscriptionName subscription);

  /** Pauses it; one that is paused keeps its reason. */
  CompletionStage<Void> pause(SubscriptionName subscription, Pause pause);

  CompletionStage<Void> resume(SubscriptionName subscription);
}
