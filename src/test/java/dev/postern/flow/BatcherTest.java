package dev.postern.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A lone item leaves at once, a crowd shares its calls, and nobody is held back for long. */
class BatcherTest {
  private static final int ITEMS = 10;
  private static final int IN_FLIGHT = 6;

  private final Time time = new Time();
  private final List<List<Integer>> left = new ArrayList<>();
  private final List<CompletableFuture<Integer>> results = new ArrayList<>();
  private final Deque<CompletableFuture<List<Integer>>> answers = new ArrayDeque<>();
  private final Batcher<Integer, Integer> batcher =
      new Batcher<>(
          time,
          new Batcher.Bounds(ITEMS, Integer.MAX_VALUE, IN_FLIGHT),
          new Batcher.Traits<>(item -> 1, item -> null),
          this::flush);

  private CompletionStage<List<Integer>> flush(List<Integer> batch) {
    left.add(batch);
    CompletableFuture<List<Integer>> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  @Test
  void whileFewAreInFlightEachLeavesAtOnce() {
    submitThoseThatLeaveAtOnce();

    assertThat(left).containsExactly(List.of(1), List.of(2), List.of(3), List.of(4));
  }

  @Test
  void beyondThoseItemsWaitForOneToReturn() {
    submitThoseThatLeaveAtOnce();
    submit(5);
    submit(6);
    assertThat(left).hasSize(Batcher.EAGER);

    answerFirst();

    assertThat(left).hasSize(Batcher.EAGER + 1);
    assertThat(left.get(Batcher.EAGER)).containsExactly(5, 6);
    assertThat(results.get(0)).isCompletedWithValue(1);
  }

  @Test
  void orUntilTheirBatchIsHalfFull() {
    submitThoseThatLeaveAtOnce();
    IntStream.rangeClosed(5, 8).forEach(this::submit);
    assertThat(left).hasSize(Batcher.EAGER);

    submit(9);

    assertThat(left.get(Batcher.EAGER)).containsExactly(5, 6, 7, 8, 9);
  }

  @Test
  void orUntilTheOldestHasWaitedLongEnough() {
    submitThoseThatLeaveAtOnce();
    submit(5);
    time.pass(Batcher.HELD.minusNanos(1));
    submit(6);
    assertThat(left).hasSize(Batcher.EAGER);

    time.pass(Duration.ofNanos(1));

    assertThat(left).hasSize(Batcher.EAGER + 1);
    assertThat(left.get(Batcher.EAGER)).containsExactly(5, 6);
  }

  @Test
  void atTheLimitNothingLeavesHoweverLongItWaits() {
    submitThoseThatLeaveAtOnce();
    IntStream.rangeClosed(5, 14).forEach(this::submit);
    time.pass(Duration.ofSeconds(1));
    assertThat(left).hasSize(IN_FLIGHT);

    IntStream.rangeClosed(15, 42).forEach(this::submit);
    time.pass(Duration.ofMinutes(1));
    assertThat(left).hasSize(IN_FLIGHT);
    assertThat(batcher.lag()).isEqualTo(Duration.ofMinutes(1));

    answerFirst();
    assertThat(left).hasSize(IN_FLIGHT + 1);
    assertThat(left.get(IN_FLIGHT)).hasSize(ITEMS).startsWith(15);
  }

  private void submitThoseThatLeaveAtOnce() {
    IntStream.rangeClosed(1, Batcher.EAGER).forEach(this::submit);
  }

  private void submit(int item) {
    results.add(batcher.submit(item));
    time.pass(Duration.ZERO);
  }

  private void answerFirst() {
    answers.remove().complete(left.get(0));
    time.pass(Duration.ZERO);
  }

  /** Time that passes when it is told to. */
  private static final class Time implements Scheduler {
    private record Task(long at, Runnable work) {}

    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Task> later =
        new PriorityQueue<>(Comparator.comparingLong(Task::at));
    private long now;

    void pass(Duration time) {
      long until = now + time.toNanos();
      while (true) {
        while (!ready.isEmpty()) {
          ready.remove().run();
        }
        if (later.isEmpty() || later.peek().at() > until) {
          now = until;
          return;
        }
        now = later.peek().at();
        ready.add(later.remove().work());
      }
    }

    @Override
    public void execute(Runnable task) {
      ready.add(task);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      Task planned = new Task(now + delay.toNanos(), task);
      later.add(planned);
      return () -> later.remove(planned);
    }

    @Override
    public long ticks() {
      return now;
    }

    @Override
    public Instant now() {
      throw new AssertionError("batches go by the monotonic clock");
    }

    @Override
    public RandomGenerator random() {
      throw new AssertionError("nor by chance");
    }
  }
}
