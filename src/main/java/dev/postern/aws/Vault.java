package dev.postern.aws;

import dev.postern.message.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Encrypts what messages say before it is stored, and decrypts it when it is read, by the hand of
 * {@link Packing}.
 *
 * <p>AES-256-GCM with a fresh random nonce of 96 bits each time (NIST SP 800-38D), under a {@link
 * DataKey} that travels with it. The name of the attribute and what its item is are authenticated
 * with it, so that it opens in its own place only. Stored are, in this order: the version, 1, or 2
 * where what is encrypted is {@linkplain Deflation compressed}; the length of the encrypted data
 * key in two bytes, and that key; the nonce; ciphertext and tag. Version 2 is authenticated, too.
 *
 * <p>Without a KMS key items are stored as they are. Items of either kind are read at any time.
 * Thread-safe; never blocks.
 */
final class Vault {
  /** Stores everything as it is, and can open nothing. */
  static final Vault NONE = new Vault(Optional.empty());

  private static final byte PLAIN = 1;
  private static final byte COMPRESSED = 2;

  private final Optional<DataKeys> keys;
  private final SecureRandom random = new SecureRandom();

  private Vault(Optional<DataKeys> keys) {
    this.keys = keys;
  }

  Vault(DataKeys keys) {
    this(Optional.of(keys));
  }

  private boolean seals() {
    return keys.flatMap(DataKeys::keyId).isPresent();
  }

  /** What is wrong with the key, where there is one and it can't be used. */
  CompletionStage<List<String>> verify() {
    if (!seals()) {
      return CompletableFuture.completedFuture(List.of());
    }
    DataKeys used = keys.orElseThrow();
    return used.forSealing()
        .thenCompose(key -> used.isOpened(key))
        .handle(
            (proven, failure) ->
                failure == null
                    ? List.of()
                    : List.of(
                        "KMS key "
                            + used.keyId().orElseThrow()
                            + " can't be used: allow kms:GenerateDataKey and kms:Decrypt on it: "
                            + Fault.of(failure).cause().getMessage()));
  }

  /**
   * The bytes that the item will have as it is stored, compressed or not as it is here. What the
   * encrypted data key takes is known from the first key on.
   */
  long size(Item item, List<Packed> parts) {
    long size = ItemSize.of(item.attributes());
    if (!seals()) {
      return size;
    }
    int added =
        1 + Short.BYTES + keys.orElseThrow().storedBytes() + Gcm.NONCE_BYTES + Gcm.TAG_BYTES;
    for (Packed part : parts) {
      if (item.has(part.compressed())) {
        size += ItemSize.text(part.sealed()) - ItemSize.text(part.compressed()) + added;
      } else {
        Map<String, AttributeValue> content = part.contentOf(item);
        if (!content.isEmpty()) {
          size +=
              ItemSize.text(part.sealed())
                  + added
                  + AttributeBytes.of(content).length
                  - ItemSize.of(content);
        }
      }
    }
    return size;
  }

  /** All of these items encrypted, in order; nothing of them is to be stored, where this fails. */
  CompletionStage<List<Item>> seal(List<Item> items, List<Packed> parts) {
    return seals()
        ? each(items, item -> seal(item, parts))
        : CompletableFuture.completedFuture(items);
  }

  private CompletionStage<Item> seal(Item item, List<Packed> parts) {
    CompletionStage<Item> sealed = CompletableFuture.completedFuture(item);
    for (Packed part : parts) {
      if (item.has(part.compressed()) || part.content().stream().anyMatch(item::has)) {
        sealed =
            sealed.thenCombine(
                keys.orElseThrow().forSealing(), (there, key) -> sealed(there, part, key));
      }
    }
    return sealed;
  }

  private Item sealed(Item item, Packed part, DataKey key) {
    boolean compressed = item.has(part.compressed());
    byte version = compressed ? COMPRESSED : PLAIN;
    byte[] open =
        compressed ? item.binary(part.compressed()) : AttributeBytes.of(part.contentOf(item));
    byte[] nonce = new byte[Gcm.NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] closed = Gcm.encrypt(key.plain(), nonce, part.boundTo(item, bound(version)), open);
    byte[] dataKey = key.encrypted().array();
    ByteBuffer whole =
        ByteBuffer.allocate(1 + Short.BYTES + dataKey.length + nonce.length + closed.length);
    whole.put(version).putShort((short) dataKey.length).put(dataKey).put(nonce).put(closed);
    return part.with(part.sealed(), whole.array(), item);
  }

  /**
   * All of these as they were before they were encrypted, in order: compressed or not. Fails with
   * {@link Tampered} where one can't have been encrypted so, and with {@link
   * dev.postern.ledger.StoreUnavailable} where KMS does not answer.
   */
  CompletionStage<List<Item>> open(List<Item> items, List<Packed> parts) {
    return each(items, item -> open(item, parts));
  }

  private CompletionStage<Item> open(Item item, List<Packed> parts) {
    CompletionStage<Item> opened = CompletableFuture.completedFuture(item);
    for (Packed part : parts) {
      if (item.has(part.sealed())) {
        opened =
            opened.thenCombine(content(item, part), (there, content) -> part.with(content, there));
      }
    }
    return opened;
  }

  private static CompletionStage<List<Item>> each(
      List<Item> items, Function<Item, CompletionStage<Item>> work) {
    CompletionStage<List<Item>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (Item item : items) {
      all =
          all.thenCombine(
              work.apply(item),
              (before, next) -> {
                before.add(next);
                return before;
              });
    }
    return all;
  }

  private CompletionStage<Map<String, AttributeValue>> content(Item item, Packed part) {
    try {
      ByteBuffer whole = ByteBuffer.wrap(item.binary(part.sealed()));
      byte version = whole.get();
      if (version != PLAIN && version != COMPRESSED) {
        throw new Tampered("of a version that is not known here: " + Key.of(item), null);
      }
      byte[] dataKey = AttributeBytes.next(whole, Short.toUnsignedInt(whole.getShort()));
      byte[] nonce = AttributeBytes.next(whole, Gcm.NONCE_BYTES);
      byte[] closed = AttributeBytes.next(whole, whole.remaining());
      if (closed.length < Gcm.TAG_BYTES) {
        throw new BufferUnderflowException();
      }
      return keys.orElseThrow(() -> new IllegalStateException("nothing can be opened here"))
          .forOpening(new Bytes(dataKey))
          .thenApply(key -> Gcm.decrypt(key, nonce, part.boundTo(item, bound(version)), closed))
          .thenApply(
              open ->
                  version == COMPRESSED
                      ? Map.of(part.compressed(), Item.bytes(open))
                      : AttributeBytes.read(open));
    } catch (BufferUnderflowException cut) {
      return CompletableFuture.failedFuture(new Tampered("cut off: " + part.sealed(), cut));
    } catch (Tampered unknown) {
      return CompletableFuture.failedFuture(unknown);
    }
  }

  /** The first version bound none; so what is sealed can't be taken for compressed, or not. */
  private static byte[] bound(byte version) {
    return version == PLAIN ? new byte[0] : new byte[] {version};
  }
}
