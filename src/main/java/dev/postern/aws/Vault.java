package dev.postern.aws;

import dev.postern.message.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Encrypts what messages say before it is stored, and decrypts it when it is read: the one way in
 * and out for payloads and attributes, whatever item they stand in.
 *
 * <p>AES-256-GCM with a fresh random nonce of 96 bits each time (NIST SP 800-38D), under a {@link
 * DataKey} that travels with it. The name of the attribute and what its item is are authenticated
 * with it, so that it opens in its own place only. Stored are, in this order: the version, 1; the
 * length of the encrypted data key in two bytes, and that key; the nonce; ciphertext and tag.
 *
 * <p>Without a KMS key items are stored as they are. Items of either kind are read at any time.
 * Thread-safe; never blocks.
 */
final class Vault {
  /** Stores everything as it is, and can open nothing. */
  static final Vault NONE = new Vault(Optional.empty());

  private static final byte VERSION = 1;
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

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

  /** All of these items as they are stored, in order; nothing of them is, where this fails. */
  CompletionStage<List<Item>> seal(List<Item> items, List<Sealed> parts) {
    if (!seals()) {
      return CompletableFuture.completedFuture(items);
    }
    CompletionStage<List<Item>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (Item item : items) {
      all =
          all.thenCombine(
              seal(item, parts),
              (before, next) -> {
                before.add(next);
                return before;
              });
    }
    return all;
  }

  private CompletionStage<Item> seal(Item item, List<Sealed> parts) {
    CompletionStage<Item> sealed = CompletableFuture.completedFuture(item);
    for (Sealed part : parts) {
      if (part.content().stream().anyMatch(item::has)) {
        sealed =
            sealed.thenCombine(
                keys.orElseThrow().forSealing(), (there, key) -> sealed(there, part, key));
      }
    }
    return sealed;
  }

  private Item sealed(Item item, Sealed part, DataKey key) {
    Map<String, AttributeValue> open = new HashMap<>(item.attributes());
    Map<String, AttributeValue> content = new HashMap<>();
    part.content()
        .forEach(
            name -> Optional.ofNullable(open.remove(name)).ifPresent(it -> content.put(name, it)));
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] closed =
        crypt(
            Cipher.ENCRYPT_MODE,
            key.plain(),
            nonce,
            context(item, part),
            AttributeBytes.of(content));
    byte[] dataKey = key.encrypted().array();
    ByteBuffer whole =
        ByteBuffer.allocate(1 + Short.BYTES + dataKey.length + nonce.length + closed.length);
    whole.put(VERSION).putShort((short) dataKey.length).put(dataKey).put(nonce).put(closed);
    open.put(part.name(), Item.bytes(whole.array()));
    return Item.of(open);
  }

  /**
   * The item as it was before it was stored. Fails with {@link Tampered} where it can't have been
   * stored so, and with {@link dev.postern.ledger.StoreUnavailable} where KMS does not answer.
   */
  CompletionStage<Item> open(Item item, List<Sealed> parts) {
    CompletionStage<Item> opened = CompletableFuture.completedFuture(item);
    for (Sealed part : parts) {
      if (item.has(part.name())) {
        opened = opened.thenCombine(content(item, part), Vault::with);
      }
    }
    return opened;
  }

  /** All of these, in order. */
  CompletionStage<List<Item>> open(List<Item> items, List<Sealed> parts) {
    CompletionStage<List<Item>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (Item item : items) {
      all =
          all.thenCombine(
              open(item, parts),
              (before, next) -> {
                before.add(next);
                return before;
              });
    }
    return all;
  }

  private static Item with(Item item, Map<String, AttributeValue> content) {
    Map<String, AttributeValue> whole = new HashMap<>(item.attributes());
    whole.putAll(content);
    return Item.of(whole);
  }

  private CompletionStage<Map<String, AttributeValue>> content(Item item, Sealed part) {
    try {
      ByteBuffer whole = ByteBuffer.wrap(item.binary(part.name()));
      if (whole.get() != VERSION) {
        throw new Tampered("of a version that is not known here: " + Key.of(item), null);
      }
      byte[] dataKey = next(whole, Short.toUnsignedInt(whole.getShort()));
      byte[] nonce = next(whole, NONCE_BYTES);
      byte[] closed = next(whole, whole.remaining());
      if (closed.length < TAG_BITS / Byte.SIZE) {
        throw new BufferUnderflowException();
      }
      return keys.orElseThrow(() -> new IllegalStateException("nothing can be opened here"))
          .forOpening(new Bytes(dataKey))
          .thenApply(
              key ->
                  AttributeBytes.read(
                      crypt(Cipher.DECRYPT_MODE, key, nonce, context(item, part), closed)));
    } catch (BufferUnderflowException cut) {
      return CompletableFuture.failedFuture(new Tampered("cut off: " + part.name(), cut));
    } catch (Tampered unknown) {
      return CompletableFuture.failedFuture(unknown);
    }
  }

  private static byte[] next(ByteBuffer rest, int length) {
    if (length > rest.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] next = new byte[length];
    rest.get(next);
    return next;
  }

  private static byte[] crypt(int mode, SecretKey key, byte[] nonce, byte[] context, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(context);
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new Tampered("it does not open: it was changed, or is another item's", e);
    }
  }

  /** Each with its length before it, so that no two contexts are written alike. */
  private static byte[] context(Item item, Sealed part) {
    try (ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all)) {
      write(out, part.name());
      for (String name : part.context()) {
        write(out, item.text(name));
      }
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
