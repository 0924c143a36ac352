package dev.postern.aws;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The one way in and out for what messages say, whatever item it stands in: compressed first, where
 * that saves something, and then encrypted, where there is a key; and back again. Neither needs the
 * other, and what is configured now says only how items are written: those of every form are read.
 *
 * <p>Thread-safe; never blocks.
 */
record Packing(Compression compression, Vault vault) {
  /** Stores everything as it is, and can open nothing that is sealed. */
  static final Packing NONE =
      new Packing(new Compression(OptionalInt.empty(), Runnable::run, units -> {}), Vault.NONE);

  /**
   * All of these items as they are stored, in order; nothing of them is, where this fails, which is
   * with {@link dev.postern.ledger.StoreUnavailable}.
   */
  CompletionStage<List<Item>> pack(List<Item> items, List<Packed> parts) {
    return compression
        .compress(items, parts, item -> vault.size(item, parts))
        .thenCompose(each -> vault.seal(each, parts));
  }

  /**
   * All of these as they were before they were stored, in order. Fails with {@link Tampered} where
   * one can't have been stored so, and with {@link dev.postern.ledger.StoreUnavailable} where KMS
   * does not answer, or this process is stopping.
   */
  CompletionStage<List<Item>> unpack(List<Item> items, List<Packed> parts) {
    try {
      items.forEach(item -> parts.forEach(part -> part.checkOneForm(item)));
    } catch (Tampered refused) {
      return CompletableFuture.failedFuture(refused);
    }
    return vault.open(items, parts).thenCompose(each -> compression.decompress(each, parts));
  }

  /** What is wrong with the key, where there is one and it can't be used. */
  CompletionStage<List<String>> verify() {
    return vault.verify();
  }
}
