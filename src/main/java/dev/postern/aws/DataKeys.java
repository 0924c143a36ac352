package dev.postern.aws;

import dev.postern.ledger.StoreUnavailable;
import dev.postern.message.Bytes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import javax.crypto.SecretKey;

/**
 * The data keys of this process. One encrypts for {@link #LIFETIME} or {@value #MOST_USES} times,
 * whichever ends first; before that the next is asked for, so that nobody waits for KMS while it
 * answers. Keys that decrypt are remembered for {@link #LIFETIME}, at most {@value #MOST_OPENED} of
 * them; those used longest ago are forgotten first.
 *
 * <p>While KMS does not answer, what there is goes on being used to its end, and no longer. KMS is
 * then asked again each {@link #PAUSE}, at most. Thread-safe; never blocks.
 */
final class DataKeys {
  static final Duration LIFETIME = Duration.ofMinutes(5);
  static final int MOST_USES = 10_000;
  static final int MOST_OPENED = 1_000;

  /** From then on the next key is asked for. */
  private static final Duration RENEW_AFTER = Duration.ofMinutes(4);

  private static final int RENEW_AFTER_USES = MOST_USES * 4 / 5;

  /** Between a failure and the next call. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** A key that encrypts, since when and how often. */
  private static final class InUse {
    private final DataKey key;
    private final long since;
    private int uses;

    InUse(DataKey key, long since) {
      this.key = key;
      this.since = since;
    }
  }

  private record Opened(CompletableFuture<SecretKey> key, long since) {}

  private record Failed(Throwable failure, long at) {}

  private final Kms kms;
  private final Optional<String> keyId;
  private final LongSupplier ticks;
  private final Map<Bytes, Opened> opened =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Opened> eldest) {
          return size() > MOST_OPENED;
        }
      };

  private Optional<InUse> current = Optional.empty();
  private Optional<CompletableFuture<Void>> renewal = Optional.empty();
  private Optional<Failed> lastFailure = Optional.empty();

  /**
   * Keys that were not asked for yet.
   *
   * @param keyId under which KMS key; without one nothing is encrypted
   * @param ticks a monotonic clock's, in nanoseconds
   */
  DataKeys(Kms kms, Optional<String> keyId, LongSupplier ticks) {
    this.kms = kms;
    this.keyId = keyId;
    this.ticks = ticks;
  }

  Optional<String> keyId() {
    return keyId;
  }

  /**
   * A key to encrypt one thing with. Fails with {@link StoreUnavailable}, of which it is certain
   * that nothing was done, where there is none and KMS does not give one.
   */
  CompletionStage<DataKey> forSealing() {
    CompletionStage<Void> renewed;
    synchronized (this) {
      Optional<InUse> usable = current.filter(this::isUsable);
      if (usable.isPresent()) {
        InUse inUse = usable.get();
        inUse.uses++;
        if (isOld(inUse) && !failedJustNow()) {
          renew();
        }
        return CompletableFuture.completedFuture(inUse.key);
      }
      if (renewal.isEmpty() && failedJustNow()) {
        return CompletableFuture.failedFuture(lastFailure.orElseThrow().failure());
      }
      renewed = renew();
    }
    return renewed.thenCompose(done -> forSealing());
  }

  private boolean isUsable(InUse inUse) {
    return ticks.getAsLong() - inUse.since < LIFETIME.toNanos() && inUse.uses < MOST_USES;
  }

  private boolean isOld(InUse inUse) {
    return ticks.getAsLong() - inUse.since >= RENEW_AFTER.toNanos()
        || inUse.uses >= RENEW_AFTER_USES;
  }

  private boolean failedJustNow() {
    return lastFailure
        .filter(failed -> ticks.getAsLong() - failed.at() < PAUSE.toNanos())
        .isPresent();
  }

  /** One call at a time: whoever needs its key waits for the same. */
  private CompletionStage<Void> renew() {
    if (renewal.isPresent()) {
      return renewal.get();
    }
    CompletableFuture<Void> renewed = new CompletableFuture<>();
    renewal = Optional.of(renewed);
    long asked = ticks.getAsLong();
    kms.generate(keyId.orElseThrow())
        .whenComplete(
            (key, failure) -> {
              take(key, failure, asked);
              if (failure == null) {
                renewed.complete(null);
              } else {
                renewed.completeExceptionally(Fault.of(failure).cause());
              }
            });
    return renewed;
  }

  private synchronized void take(DataKey key, Throwable failure, long asked) {
    renewal = Optional.empty();
    if (failure == null) {
      lastFailure = Optional.empty();
      current = Optional.of(new InUse(key, asked));
      opened.put(
          key.encrypted(), new Opened(CompletableFuture.completedFuture(key.plain()), asked));
    } else {
      lastFailure = Optional.of(new Failed(Fault.of(failure).cause(), ticks.getAsLong()));
    }
  }

  /** How many bytes the last key has as it is stored; 0 before the first. */
  synchronized int storedBytes() {
    return current.map(inUse -> inUse.key.encrypted().size()).orElse(0);
  }

  /** The key that was stored so; whoever asks for the same meanwhile shares the call. */
  CompletionStage<SecretKey> forOpening(Bytes encrypted) {
    CompletableFuture<SecretKey> key = new CompletableFuture<>();
    synchronized (this) {
      Opened known = opened.get(encrypted);
      if (known != null && ticks.getAsLong() - known.since() < LIFETIME.toNanos()) {
        return known.key();
      }
      opened.put(encrypted, new Opened(key, ticks.getAsLong()));
    }
    kms.decrypt(encrypted)
        .whenComplete(
            (plain, failure) -> {
              if (failure == null) {
                key.complete(plain);
              } else {
                forget(encrypted, key);
                key.completeExceptionally(Fault.of(failure).cause());
              }
            });
    return key;
  }

  /** Asks KMS whether this process may open what it seals; nobody need have asked before. */
  CompletionStage<SecretKey> isOpened(DataKey key) {
    return kms.decrypt(key.encrypted());
  }

  private synchronized void forget(Bytes encrypted, CompletableFuture<SecretKey> failed) {
    Opened known = opened.get(encrypted);
    if (known != null && known.key() == failed) {
      opened.remove(encrypted);
    }
  }
}
