package dev.postern.publish;

import dev.postern.ledger.JournalEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Lets work with one key begin alone; what comes meanwhile begins together when that has ended, as
 * many as a batch holds. So those who would be in each other's way share a batch. Whoever asks
 * bounds how much waits. Thread-safe.
 */
final class Waves<K, T> {
  private record Waiting<T>(Supplier<CompletionStage<T>> work, CompletableFuture<T> result) {}

  private static final class Wave<T> {
    private final Deque<Waiting<T>> next = new ArrayDeque<>();
    private int underWay = 1;
  }

  private final Map<K, Wave<T>> waves = new HashMap<>();

  CompletionStage<T> enter(K key, Supplier<CompletionStage<T>> work) {
    Waiting<T> mine = new Waiting<>(work, new CompletableFuture<>());
    synchronized (this) {
      Wave<T> wave = waves.get(key);
      if (wave != null) {
        wave.next.add(mine);
        return mine.result();
      }
      waves.put(key, new Wave<>());
    }
    begin(key, mine);
    return mine.result();
  }

  private void begin(K key, Waiting<T> one) {
    CompletionStage<T> done;
    try {
      done = one.work().get();
    } catch (RuntimeException e) {
      done = CompletableFuture.failedFuture(e);
    }
    done.whenComplete(
        (result, failure) -> {
          List<Waiting<T>> next = end(key);
          if (failure == null) {
            one.result().complete(result);
          } else {
            one.result().completeExceptionally(failure);
          }
          next.forEach(each -> begin(key, each));
        });
  }

  private synchronized List<Waiting<T>> end(K key) {
    Wave<T> wave = waves.get(key);
    wave.underWay--;
    List<Waiting<T>> next = new ArrayList<>();
    if (wave.underWay == 0) {
      while (next.size() < JournalEntry.MOST_MESSAGES && !wave.next.isEmpty()) {
        next.add(wave.next.remove());
      }
      wave.underWay = next.size();
      if (next.isEmpty()) {
        waves.remove(key);
      }
    }
    return next;
  }
}
