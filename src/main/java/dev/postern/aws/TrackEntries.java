package dev.postern.aws;

import dev.postern.ledger.StoreUnavailable;
import dev.postern.order.Entry;
import dev.postern.order.TrackId;
import dev.postern.subscription.InboundId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What waits in tracks.
 *
 * <p>Entries of one item share batches. The few that need several are put and deleted each by a
 * transaction, which costs twice as much: so no two messages that claim one spot get mixed up,
 * whatever is interrupted, and nothing is left behind.
 */
record TrackEntries(Table table) {
  CompletionStage<List<InboundId>> keep(List<Entry> entries) {
    // All are written down before any is sent: one that is too long must not end the call amid it.
    List<List<Item>> written = entries.stream().map(EntryForm::write).toList();
    return table
        .packing()
        .pack(written.stream().<Item>mapMulti(List::forEach).toList(), InboundForm.PACKED)
        .thenCompose(packed -> keep(entries, grouped(packed, written)));
  }

  /** As many for each entry, in order, as were written of it. */
  private static List<List<Item>> grouped(List<Item> packed, List<List<Item>> written) {
    List<List<Item>> groups = new ArrayList<>();
    int from = 0;
    for (List<Item> items : written) {
      groups.add(packed.subList(from, from + items.size()));
      from += items.size();
    }
    return groups;
  }

  private CompletionStage<List<InboundId>> keep(List<Entry> entries, List<List<Item>> packed) {
    List<Item> small = new ArrayList<>();
    List<CompletionStage<Set<Key>>> calls = new ArrayList<>();
    for (List<Item> items : packed) {
      if (items.size() == 1) {
        small.addAll(items);
      } else {
        calls.add(putWhole(items));
      }
    }
    calls.add(insert(small));
    return all(calls)
        .thenApply(each -> each.stream().<Key>mapMulti(Set::forEach).toList())
        .thenCompose(this::occupants)
        .thenApply(
            occupants ->
                entries.stream()
                    .map(
                        entry ->
                            occupants.getOrDefault(
                                Key.trackEntry(entry.track(), entry.spot()), entry.message().id()))
                    .toList());
  }

  /** The keys of those at whose spots something stands. */
  private CompletionStage<Set<Key>> insert(List<Item> items) {
    return execute(items.stream().map(item -> table.insertion(item.attributes())).toList())
        .thenApply(
            answers -> {
              Set<Key> refused = new HashSet<>();
              for (int i = 0; i < answers.size(); i++) {
                if (isDuplicate(answers.get(i))) {
                  refused.add(Key.of(items.get(i)));
                }
              }
              return refused;
            });
  }

  private static boolean isDuplicate(BatchStatementResponse answer) {
    if (answer.error() == null) {
      return false;
    }
    if (answer.error().code() == BatchStatementErrorCodeEnum.DUPLICATE_ITEM) {
      return true;
    }
    throw Table.failed(answer.error());
  }

  private CompletionStage<Set<Key>> putWhole(List<Item> items) {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(table.putIfAbsent(items.get(0)));
    items.stream().skip(1).map(table::put).forEach(writes::add);
    return table
        .transact(writes)
        .thenApply(refused -> refused.isEmpty() ? Set.of() : Set.of(Key.of(items.get(0))));
  }

  private CompletionStage<Map<Key, InboundId>> occupants(List<Key> keys) {
    return table
        .getAll(
            keys, KeysAndAttributes.builder().projectionExpression("pk, sk, " + EntryForm.MESSAGE))
        .thenApply(
            items -> {
              if (items.size() < keys.size()) {
                throw new StoreUnavailable(
                    "DynamoDB: what stood in the way was taken away meanwhile", null, true);
              }
              Map<Key, InboundId> occupants = new HashMap<>();
              items.forEach(item -> occupants.put(Key.of(item), EntryForm.readMessage(item)));
              return occupants;
            });
  }

  CompletionStage<Void> remove(List<Entry.Ref> entries) {
    List<BatchStatementRequest> small = new ArrayList<>();
    List<CompletionStage<Void>> calls = new ArrayList<>();
    for (Entry.Ref entry : entries) {
      if (entry.large()) {
        calls.add(table.transact(removal(entry)).thenAccept(refused -> {}));
      } else {
        small.add(table.deletion(Key.trackEntry(entry.track(), entry.spot())));
      }
    }
    calls.add(
        execute(small)
            .thenAccept(
                answers ->
                    answers.stream()
                        .map(BatchStatementResponse::error)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .ifPresent(
                            error -> {
                              throw Table.failed(error);
                            })));
    return all(calls).thenAccept(done -> {});
  }

  /** All that may be stored of an entry is deleted, among other writes. */
  List<TransactWriteItem> removal(Entry.Ref entry) {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(table.delete(Key.trackEntry(entry.track(), entry.spot())));
    IntStream.rangeClosed(1, entry.large() ? EntryForm.MOST_PARTS : 0)
        .mapToObj(number -> table.delete(Key.trackEntryPart(entry.track(), entry.spot(), number)))
        .forEach(writes::add);
    return writes;
  }

  private CompletionStage<List<BatchStatementResponse>> execute(
      List<BatchStatementRequest> statements) {
    return statements.isEmpty()
        ? CompletableFuture.completedFuture(List.of())
        : Table.guarded(table.client().batchExecuteStatement(batch -> batch.statements(statements)))
            .thenApply(answer -> answer.responses());
  }

  /** The whole entry; nothing where it was taken away, or replaced, since its item was read. */
  CompletionStage<Optional<Entry>> whole(TrackId track, Item item) {
    List<Key> keys = EntryForm.parts(track, item);
    return table
        .getAll(keys, KeysAndAttributes.builder())
        .thenCompose(
            found -> {
              Map<Key, Item> byKey = new HashMap<>();
              found.forEach(part -> byKey.put(Key.of(part), part));
              return byKey.keySet().containsAll(keys)
                  ? opened(item, keys.stream().map(byKey::get).toList())
                      .thenApply(
                          all -> EntryForm.read(track, all.get(0), all.subList(1, all.size())))
                  : CompletableFuture.completedFuture(Optional.empty());
            });
  }

  private CompletionStage<List<Item>> opened(Item item, List<Item> parts) {
    List<Item> all = new ArrayList<>();
    all.add(item);
    all.addAll(parts);
    return table.packing().unpack(all, InboundForm.PACKED);
  }

  private static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
    List<CompletableFuture<T>> futures =
        stages.stream().map(CompletionStage::toCompletableFuture).toList();
    return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
  }
}
