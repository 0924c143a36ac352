package dev.postern.aws;

import dev.postern.ledger.StoreUnavailable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Compresses what messages say where that saves write units, which DynamoDB bills by each KB begun
 * of an item, and decompresses it when it is read. Whether it compresses or not, it reads both.
 *
 * <p>Where the content of a call has up to {@value #MOST_AT_ONCE} bytes together, this is done at
 * once, in about a millisecond at most; else by a worker, so that no event loop is held up. The
 * workers' queue has no bound of its own: of what is published there is no more under way than
 * {@code postern.publish.queue-bytes} lets in, and of what is read one task for each look-up,
 * hand-over or page under way, of which each waits for its own. Thread-safe; never blocks.
 */
final class Compression {
  static final int MOST_AT_ONCE = 64 * 1024;

  private final OptionalInt from;
  private final Executor workers;
  private final LongConsumer saved;

  /**
   * One that reads, and compresses what has enough content.
   *
   * @param from bytes of content that an item must have; without it none is compressed
   * @param saved told the write units that an item takes less
   */
  Compression(OptionalInt from, Executor workers, LongConsumer saved) {
    this.from = from;
    this.workers = workers;
    this.saved = saved;
  }

  /**
   * All of these, in order, each compressed where it takes fewer write units then. Fails with
   * {@link StoreUnavailable}, of which it is certain that nothing was done, where this process is
   * stopping.
   *
   * @param stored the bytes that an item will have as it is stored
   */
  CompletionStage<List<Item>> compress(
      List<Item> items, List<Packed> parts, ToLongFunction<Item> stored) {
    if (from.isEmpty()) {
      return CompletableFuture.completedFuture(items);
    }
    long bytes =
        items.stream().mapToLong(item -> content(item, parts)).filter(this::isEnough).sum();
    return bytes == 0
        ? CompletableFuture.completedFuture(items)
        : done(bytes, () -> items.stream().map(item -> compressed(item, parts, stored)).toList());
  }

  private boolean isEnough(long content) {
    return content >= from.orElseThrow();
  }

  private static long content(Item item, List<Packed> parts) {
    return parts.stream().mapToLong(part -> ItemSize.of(part.contentOf(item))).sum();
  }

  private Item compressed(Item item, List<Packed> parts, ToLongFunction<Item> stored) {
    if (!isEnough(content(item, parts))) {
      return item;
    }
    long units = ItemSize.units(stored.applyAsLong(item));
    if (units <= 1) {
      return item;
    }
    Item smaller = item;
    for (Packed part : parts) {
      smaller = compressed(smaller, part);
    }
    long less = units - ItemSize.units(stored.applyAsLong(smaller));
    if (less <= 0) {
      return item;
    }
    saved.accept(less);
    return smaller;
  }

  private static Item compressed(Item item, Packed part) {
    Map<String, AttributeValue> content = part.contentOf(item);
    Optional<byte[]> deflated =
        content.isEmpty() ? Optional.empty() : Deflation.deflated(AttributeBytes.of(content));
    return deflated.map(bytes -> part.with(part.compressed(), bytes, item)).orElse(item);
  }

  /**
   * All of these, in order, as they were before they were compressed. Fails with {@link Tampered}
   * where one can't have been, and with {@link StoreUnavailable} where this process is stopping.
   */
  CompletionStage<List<Item>> decompress(List<Item> items, List<Packed> parts) {
    try {
      long bytes =
          items.stream()
              .mapToLong(item -> parts.stream().mapToLong(part -> said(item, part)).sum())
              .sum();
      return bytes == 0
          ? CompletableFuture.completedFuture(items)
          : done(bytes, () -> items.stream().map(item -> decompressed(item, parts)).toList());
    } catch (Tampered refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private static long said(Item item, Packed part) {
    return item.has(part.compressed()) ? Deflation.length(item.binary(part.compressed())) : 0;
  }

  private static Item decompressed(Item item, List<Packed> parts) {
    Item whole = item;
    for (Packed part : parts) {
      if (item.has(part.compressed())) {
        whole = part.with(content(item, part), whole);
      }
    }
    return whole;
  }

  private static Map<String, AttributeValue> content(Item item, Packed part) {
    Map<String, AttributeValue> content =
        AttributeBytes.read(Deflation.inflated(item.binary(part.compressed())));
    if (!part.content().containsAll(content.keySet())) {
      throw new Tampered("it has attributes that are not of what messages say", null);
    }
    return content;
  }

  private <T> CompletionStage<T> done(long bytes, Supplier<T> work) {
    if (bytes <= MOST_AT_ONCE) {
      return CompletableFuture.completedFuture(work.get());
    }
    try {
      return CompletableFuture.supplyAsync(work, workers);
    } catch (RejectedExecutionException ended) {
      return CompletableFuture.failedFuture(
          new StoreUnavailable("this process is stopping", ended, false));
    }
  }
}
