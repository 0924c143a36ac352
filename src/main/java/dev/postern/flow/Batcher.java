package dev.postern.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Gathers single items into batches that leave by themselves.
 *
 * <p>While fewer than {@value #EAGER} batches are in flight, whatever has arrived leaves on the
 * scheduler's next turn, so a lone item pays no delay. Beyond that a batch leaves once it is half
 * full, another one returns, or its oldest item has waited for {@link #HELD}: each call costs about
 * as much as the work on several items, so a process that made one for each, as long as it may,
 * would be busy with calls long before it has much to do. At the limit arrivals gather and leave,
 * oldest first, as soon as a batch returns.
 *
 * <p>Unbounded in length: whoever submits bounds how much it has under way. Thread-safe; neither
 * {@link #submit} nor the completion of an item blocks.
 *
 * @param <T> what is submitted
 * @param <R> what comes back for each
 */
public final class Batcher<T, R> {
  /**
   * The shape of a batch.
   *
   * @param items how many at most
   * @param weight of all its items together, at most; an item heavier than that travels alone
   * @param inFlight batches at the same time
   */
  public record Bounds(int items, int weight, int inFlight) {}

  /** What is asked of an item. */
  public record Traits<T>(ToIntFunction<T> weight, Function<T, ?> exclusive) {
    /**
     * Items that share an exclusive key never share a batch.
     *
     * @param exclusive may give null: shares with everyone
     */
    public Traits {}
  }

  /** Batches in flight that are not held back, however small they are. */
  static final int EAGER = 4;

  /** For how long, at most, an item is held back to share its call. */
  static final Duration HELD = Duration.ofMillis(2);

  /** How many items a batch may pass over, so that a turn's work is bounded. */
  private static final int LOOK_AHEAD = 100;

  private record Waiting<T, R>(T item, long since, CompletableFuture<R> result) {}

  private final Scheduler scheduler;
  private final Bounds bounds;
  private final Traits<T> traits;
  private final Function<List<T>, CompletionStage<List<R>>> flush;

  private final Deque<Waiting<T, R>> queue = new ArrayDeque<>();
  private int inFlight;
  private boolean turnAsked;
  private boolean wakeAsked;

  /**
   * A batcher with nothing in it.
   *
   * @param flush sends a batch and gives one result for each item, in order; where it fails, each
   *     item fails alike
   */
  public Batcher(
      Scheduler scheduler,
      Bounds bounds,
      Traits<T> traits,
      Function<List<T>, CompletionStage<List<R>>> flush) {
    this.scheduler = scheduler;
    this.bounds = bounds;
    this.traits = traits;
    this.flush = flush;
  }

  /** Adds an item; the result comes when its batch has returned. */
  public CompletableFuture<R> submit(T item) {
    Waiting<T, R> waiting = new Waiting<>(item, scheduler.ticks(), new CompletableFuture<>());
    synchronized (this) {
      queue.add(waiting);
      askForTurn();
    }
    return waiting.result();
  }

  /** Items that no batch has taken yet. */
  public synchronized int waiting() {
    return queue.size();
  }

  /** For how long the oldest of them has waited. */
  public synchronized Duration lag() {
    return queue.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(scheduler.ticks() - queue.peek().since());
  }

  private void askForTurn() {
    if (turnAsked || queue.isEmpty() || inFlight >= bounds.inFlight()) {
      return;
    }
    if (mayLeave()) {
      turnAsked = true;
      scheduler.execute(this::turn);
    } else if (!wakeAsked) {
      wakeAsked = true;
      scheduler.schedule(HELD.minus(lag()), this::wake);
    }
  }

  private boolean mayLeave() {
    return inFlight < EAGER
        || queue.size() >= (bounds.items() + 1) / 2
        || lag().compareTo(HELD) >= 0;
  }

  private synchronized void wake() {
    wakeAsked = false;
    askForTurn();
  }

  private void turn() {
    while (true) {
      List<Waiting<T, R>> batch;
      synchronized (this) {
        turnAsked = false;
        if (inFlight >= bounds.inFlight() || queue.isEmpty()) {
          return;
        }
        if (!mayLeave()) {
          askForTurn();
          return;
        }
        batch = next();
        inFlight++;
      }
      send(batch);
    }
  }

  private List<Waiting<T, R>> next() {
    List<Waiting<T, R>> batch = new ArrayList<>(bounds.items());
    List<Waiting<T, R>> passedOver = new ArrayList<>();
    Set<Object> taken = new HashSet<>();
    long weight = 0;
    while (batch.size() < bounds.items() && passedOver.size() < LOOK_AHEAD && !queue.isEmpty()) {
      Waiting<T, R> candidate = queue.peek();
      weight += traits.weight().applyAsInt(candidate.item());
      if (weight > bounds.weight() && !batch.isEmpty()) {
        break;
      }
      queue.remove();
      Object exclusive = traits.exclusive().apply(candidate.item());
      if (exclusive == null || taken.add(exclusive)) {
        batch.add(candidate);
      } else {
        weight -= traits.weight().applyAsInt(candidate.item());
        passedOver.add(candidate);
      }
    }
    for (int i = passedOver.size() - 1; i >= 0; i--) {
      queue.addFirst(passedOver.get(i));
    }
    return batch;
  }

  private void send(List<Waiting<T, R>> batch) {
    CompletionStage<List<R>> sent;
    try {
      sent = flush.apply(batch.stream().map(Waiting::item).toList());
    } catch (RuntimeException e) {
      sent = CompletableFuture.failedFuture(e);
    }
    sent.whenComplete(
        (results, failure) -> {
          synchronized (this) {
            inFlight--;
            askForTurn();
          }
          for (int i = 0; i < batch.size(); i++) {
            if (failure == null) {
              batch.get(i).result().complete(results.get(i));
            } else {
              batch.get(i).result().completeExceptionally(failure);
            }
          }
        });
  }
}
