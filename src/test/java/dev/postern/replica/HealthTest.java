package dev.postern.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.flow.Scheduler;
import dev.postern.ledger.LowWater;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Replicas;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.model.Line;
import dev.postern.model.ModelReplicas;
import dev.postern.model.ModelTable;
import dev.postern.testing.Lines;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

/** When a replica says that it is ready, and when that it is alive. */
class HealthTest {
  private final Time time = new Time();
  private final Store store = new Store();

  private final Heartbeat heartbeat =
      new Heartbeat(store, time, Duration.ofSeconds(3), Duration.ofSeconds(10));

  @Test
  void aReplicaThatIsNotInTheListYetIsNotReady() {
    // Given a store that does not answer
    HealthCheck check = check("30s");
    store.isAway = true;
    heartbeat.start();
    time.pass(Duration.ofSeconds(1));
    assertThat(check.call().getStatus()).isEqualTo(Status.DOWN);

    // When it does
    store.isAway = false;
    time.pass(Duration.ofSeconds(1));

    // Then it enters the list, and is ready
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aReplicaWhoseHeartbeatDoesNotArriveIsNotReadyUntilOneDoes() {
    // Given a replica that is ready
    HealthCheck check = check("30s");
    heartbeat.start();
    time.pass(Duration.ofMinutes(1));
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);

    // When the store is away for less than that time, then it stays so
    store.isAway = true;
    time.pass(Duration.ofSeconds(26));
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);

    // When it is away for longer, then it is not
    time.pass(Duration.ofSeconds(5));
    assertThat(check.call().getStatus()).isEqualTo(Status.DOWN);
    assertThat(check.call().getData().orElseThrow())
        .hasEntrySatisfying("age-ms", age -> assertThat((Long) age).isGreaterThanOrEqualTo(30_000));

    // And is again with the first heartbeat that arrives
    store.isAway = false;
    time.pass(Duration.ofSeconds(4));
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void itStaysReadyWhereThatIsAskedFor() {
    HealthCheck check = check("0s");
    heartbeat.start();
    time.pass(Duration.ofSeconds(1));
    store.isAway = true;
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);

    time.pass(Duration.ofHours(1));

    assertThat(check.call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aReplicaThatStartsOverIsReadyAllTheWhile() {
    HealthCheck check = check("30s");
    heartbeat.start();
    time.pass(Duration.ofSeconds(4));

    // When it was declared dead, and is not in the list under its new id yet
    ReplicaId before = heartbeat.tenure().replica();
    store.isGone = true;
    time.pass(Duration.ofSeconds(3));
    assertThat(heartbeat.tenure().replica()).isNotEqualTo(before);

    assertThat(check.call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void theLinesOfAReplicaNameTheOneThatActsAndTheOneThatIsDead() {
    try (Lines lines = new Lines(Heartbeat.class)) {
      heartbeat.start();
      String before = heartbeat.tenure().replica().toString();
      store.isAway = true;
      time.pass(Duration.ofSeconds(15));
      store.isAway = false;
      store.isGone = true;
      time.pass(Duration.ofSeconds(3));
      String after = heartbeat.tenure().replica().toString();

      assertThat(lines.records().stream().map(Lines::members))
          .containsExactly(
              Map.of("replica", before),
              Map.of("replica", before, "ageMs", "9000", "cause", "the table does not answer"),
              Map.of("replica", after, "deadReplica", before));
    }
  }

  @Test
  void aProcessWhoseThreadsTakeUpNoWorkIsNotAlive() {
    ThreadsCheck check = new ThreadsCheck(time, List.of(time));
    check.start(new StartupEvent());
    time.pass(Duration.ofHours(1));
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);

    // When no thread takes up anything for less than a minute, then it is alive
    time.stand(Duration.ofSeconds(54));
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);

    // When for longer, then it is not
    time.stand(Duration.ofSeconds(6));
    assertThat(check.call().getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void aProcessOneOfWhoseThreadsTakesUpNoWorkIsNotAlive() {
    Executor stuck = task -> {};
    ThreadsCheck check = new ThreadsCheck(time, List.of(time, stuck));
    check.start(new StartupEvent());
    time.pass(Duration.ofSeconds(59));
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);

    time.pass(Duration.ofSeconds(1));
    assertThat(check.call().getStatus()).isEqualTo(Status.DOWN);
  }

  private HealthCheck check(String unreadyAfter) {
    return new HeartbeatCheck(
        heartbeat,
        new SmallRyeConfigBuilder()
            .withMapping(ReplicaConfig.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .withSources(
                new PropertiesConfigSource(
                    Map.of("postern.replica.unready-after", unreadyAfter), "test", 100))
            .build()
            .getConfigMapping(ReplicaConfig.class));
  }

  /** The list of replicas, which may be away, or have lost this one. */
  private static final class Store implements Replicas {
    private final Replicas list = new ModelReplicas(new ModelTable(), Line.PERFECT);
    private boolean isAway;
    private boolean isGone;

    @Override
    public CompletionStage<Void> enter(ReplicaId replica) {
      return isAway || isGone ? away() : list.enter(replica);
    }

    @Override
    public CompletionStage<Boolean> beat(ReplicaId replica, LowWater lowWater) {
      if (isGone) {
        return CompletableFuture.completedFuture(false);
      }
      return isAway ? away() : list.beat(replica, lowWater);
    }

    private static <T> CompletionStage<T> away() {
      return CompletableFuture.failedFuture(
          new StoreUnavailable("the table does not answer", null, false));
    }

    @Override
    public CompletionStage<Boolean> isPresent(ReplicaId replica) {
      return list.isPresent(replica);
    }

    @Override
    public CompletionStage<List<Member>> all() {
      return list.all();
    }

    @Override
    public CompletionStage<Boolean> claim(Member seen, ReplicaId claimant) {
      return list.claim(seen, claimant);
    }

    @Override
    public CompletionStage<Boolean> remove(ReplicaId recovered, ReplicaId claimant) {
      return list.remove(recovered, claimant);
    }

    @Override
    public CompletionStage<Boolean> leave(ReplicaId replica) {
      return list.leave(replica);
    }
  }

  /** Time that passes when it is told to, with or without a thread that does what is due. */
  private static final class Time implements Scheduler {
    private record Task(long due, long number, Runnable run) {}

    private final PriorityQueue<Task> tasks =
        new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));

    private final RandomGenerator random = new Random(7);
    private long now;
    private long number;

    void pass(Duration time) {
      long until = now + time.toNanos();
      while (!tasks.isEmpty() && tasks.peek().due() <= until) {
        Task next = tasks.remove();
        now = Math.max(now, next.due());
        next.run().run();
      }
      now = until;
    }

    void stand(Duration time) {
      now += time.toNanos();
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
    public RandomGenerator random() {
      return random;
    }

    @Override
    public void execute(Runnable task) {
      schedule(Duration.ZERO, task);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      Task added = new Task(now + delay.toNanos(), number++, task);
      tasks.add(added);
      return () -> tasks.remove(added);
    }
  }
}
