package dev.postern.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.flow.Scheduler;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Tenure;
import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What crashed appends left behind holds a lane up for one grace, however much it is. */
class DrainHolesTest {
  private static final LaneId LANE = LaneId.of(new DestinationName("orders"), new GroupId("g"));
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final VirtualTime time = new VirtualTime();
  private final List<Long> tombstones = new ArrayList<>();
  private long tail = 3;
  private long done;
  private long tailAfterRelease = tail;

  @Test
  void severalHolesThatWereThereFromTheStartCostOneGrace() {
    drain();

    assertThat(tombstones).containsExactly(1L, 2L, 3L);
    assertThat(time.passed())
        .isBetween(DrainTimes.HOLE_GRACE, DrainTimes.HOLE_GRACE.plus(DrainTimes.HOLE_GLANCE));
  }

  @Test
  void aNumberThatWasGivenOutMeanwhileHasAGraceOfItsOwn() {
    tailAfterRelease = 4;

    drain();

    assertThat(tombstones).containsExactly(1L, 2L, 3L, 4L);
    assertThat(time.passed()).isGreaterThanOrEqualTo(DrainTimes.HOLE_GRACE.multipliedBy(2));
  }

  private void drain() {
    Tenure tenure = new Tenure(ReplicaId.fresh(time.random()), Duration.ofDays(1), time);
    tenure.renewed(time.ticks());
    DrainTimes times = DrainTimes.of(LEASE, Duration.ofSeconds(30), Duration.ofSeconds(10));
    CompletableFuture<Drain.End> end =
        Drain.of(
                new DrainMeans(lanes(), null, null, time, times),
                new Drain.Turn(null, tenure, new Lanes.Hold(LANE, 1), () -> false),
                head(),
                time.ticks())
            .run()
            .toCompletableFuture();
    time.runAll();
    assertThat(end).isCompletedWithValue(Drain.End.FOR_GOOD);
  }

  private Head head() {
    return new Head(
        tail,
        done,
        new Head.Holding(Optional.empty(), 1, 1),
        Head.Retry.FRESH,
        Optional.empty(),
        Optional.empty());
  }

  /** A lane in which nothing but tombstones is ever put. */
  private Lanes lanes() {
    return (Lanes)
        Proxy.newProxyInstance(
            Lanes.class.getClassLoader(),
            new Class<?>[] {Lanes.class},
            (proxy, method, arguments) ->
                CompletableFuture.completedFuture(
                    switch (method.getName()) {
                      case "entries" -> new TreeMap<Long, LaneEntry>();
                      case "put" -> {
                        tombstones.add((Long) arguments[1]);
                        yield Optional.empty();
                      }
                      case "advance" -> {
                        done = (Long) arguments[1];
                        yield true;
                      }
                      case "renew" -> true;
                      case "release" -> {
                        boolean clear = tail == tailAfterRelease;
                        tail = tailAfterRelease;
                        yield clear;
                      }
                      case "heads" -> Map.of(LANE, head());
                      default -> throw new UnsupportedOperationException(method.getName());
                    }));
  }

  /** Runs tasks one after the other, in the order of their times. */
  private static final class VirtualTime implements Scheduler {
    private record Task(long at, long number, Runnable work) {}

    private final PriorityQueue<Task> tasks =
        new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now;
    private long number;

    void runAll() {
      while (!tasks.isEmpty()) {
        Task next = tasks.remove();
        now = next.at();
        next.work().run();
      }
    }

    Duration passed() {
      return Duration.ofNanos(now);
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(now);
    }

    @Override
    public long ticks() {
      return now;
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(new Task(now, number++, task));
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      Task later = new Task(now + delay.toNanos(), number++, task);
      tasks.add(later);
      return () -> tasks.remove(later);
    }

    @Override
    public RandomGenerator random() {
      return new Random(1);
    }
  }
}
