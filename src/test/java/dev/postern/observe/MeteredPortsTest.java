package dev.postern.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.broker.SendResult;
import dev.postern.lane.Head;
import dev.postern.lane.LaneId;
import dev.postern.lane.Lanes;
import dev.postern.ledger.EntryId;
import dev.postern.ledger.JournalEntry;
import dev.postern.ledger.LowWater;
import dev.postern.ledger.Progress;
import dev.postern.ledger.Record;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Replicas;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.log.Log;
import dev.postern.message.DeathReason;
import dev.postern.message.GroupId;
import dev.postern.message.Outcome;
import dev.postern.message.Status;
import dev.postern.model.Line;
import dev.postern.model.ModelBroker;
import dev.postern.model.ModelLanes;
import dev.postern.model.ModelLedger;
import dev.postern.model.ModelQueues;
import dev.postern.model.ModelReplicas;
import dev.postern.model.ModelTable;
import dev.postern.publish.Answer;
import dev.postern.publish.MessageState;
import dev.postern.testing.Lines;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What passes through a watched port passes as it is, is counted, and is told in one line. */
class MeteredPortsTest {
  private static final EntryId ENTRY = new EntryId(Given.REPLICA, 1);
  private static final LaneId LANE = LaneId.of(Given.NAME, new GroupId("g"));
  private static final Outcome.Dead DEAD =
      new Outcome.Dead(Given.NOW.plusSeconds(2), 3, DeathReason.REFUSED, "Odd: " + Given.SECRET);

  /** Answers only when it is let, or never does the work and says that it failed. */
  private static final class Slow implements Line {
    private final CompletableFuture<Void> let = new CompletableFuture<>();

    @Override
    public <T> CompletionStage<T> call(String operation, Supplier<T> work) {
      return let.thenApply(done -> work.get());
    }

    @Override
    public boolean leavesOut(String part) {
      return false;
    }
  }

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters meters = new Meters(registry);
  private final Given.Time time = new Given.Time();
  private final BatchLog log =
      new BatchLog(() -> Given.REPLICA, time, Log.of(BatchLog.CATEGORY, true));
  private final Lines lines = new Lines(BatchLog.CATEGORY);
  private final ModelTable table = new ModelTable();
  private final ModelQueues queues = new ModelQueues();
  private final Slow slow = new Slow();

  @AfterEach
  void close() {
    lines.close();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private MeteredBroker broker(Line line) {
    return new MeteredBroker(new ModelBroker(queues, () -> Given.NOW, line), meters, log);
  }

  private MeteredLedger ledger(Line line) {
    return new MeteredLedger(new ModelLedger(table, line), meters, log);
  }

  private MeteredLanes lanes() {
    return new MeteredLanes(new ModelLanes(table, Line.PERFECT), meters, log);
  }

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  private double sent(String result) {
    return count("postern.sent", "destination", "orders", "result", result);
  }

  // --- the broker ---

  @Test
  void whatIsSentIsCountedByItsResultAndToldInOneLine() {
    meters.show(List.of(Given.destination()));

    List<SendResult> results =
        get(
            broker(Line.PERFECT)
                .send(
                    Given.destination(),
                    List.of(Given.outbound("1", "a"), Given.outbound("2", "b").attempt(4))));

    assertThat(results).hasSize(2).allMatch(SendResult.Accepted.class::isInstance);
    assertThat(sent("accepted")).isEqualTo(2);
    assertThat(sent("unknown")).isZero();
    assertThat(count("postern.retries", "destination", "orders")).isEqualTo(1);
    assertThat(registry.get("postern.send.batch").summary().max()).isEqualTo(2);
    assertThat(registry.get("postern.send.duration").timer().count()).isEqualTo(1);
    assertThat(lines.records()).hasSize(1);
    assertThat(lines.at(Level.INFO)).hasSize(1);
    assertThat(Lines.members(lines.records().get(0)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "messageId", Given.id("1") + " " + Given.id("2"),
                "destination", "orders",
                "group", "a b",
                "replica", Given.REPLICA.value(),
                "attempts", "1 4",
                "outcome", "accepted accepted",
                "latencyMs", "0",
                "traceId", "- -"));
  }

  @Test
  void aMessageThatIsNotAcceptedHasALineOfItsOwnThatWarns() {
    get(
        broker(Line.PERFECT)
            .send(
                Given.destination(),
                List.of(Given.outbound("1", "a"), Given.outbound(ModelBroker.POISON, "b"))));

    assertThat(sent("accepted")).isEqualTo(1);
    assertThat(sent("refused")).isEqualTo(1);
    assertThat(lines.at(Level.WARN)).hasSize(1);
    assertThat(lines.at(Level.WARN).get(0).getMessage()).isEqualTo("attempt failed");
    assertThat(Lines.members(lines.at(Level.WARN).get(0)))
        .containsEntry("messageId", Given.id(ModelBroker.POISON).toString())
        .containsEntry("outcome", "refused")
        .containsEntry("cause", "InvalidMessageContents");
  }

  @Test
  void aCallIsInFlightUntilItIsAnsweredAndTakesThatLong() {
    MeteredBroker broker = broker(slow);
    CompletionStage<List<SendResult>> sending =
        broker.send(Given.destination(), List.of(Given.outbound("1", "a")));
    assertThat(registry.get("postern.send.in.flight").gauge().value()).isEqualTo(1);

    time.pass(Duration.ofMillis(250));
    slow.let.complete(null);

    get(sending);
    assertThat(registry.get("postern.send.in.flight").gauge().value()).isZero();
    assertThat(Lines.members(lines.records().get(0))).containsEntry("latencyMs", "250");
  }

  @Test
  void aDefectOfTheCountingDoesNotTouchTheResult() {
    BatchLog broken =
        new BatchLog(
            () -> {
              throw new IllegalStateException("a defect");
            },
            time,
            Log.of(BatchLog.CATEGORY, true));
    List<SendResult> results =
        get(
            new MeteredBroker(
                    new ModelBroker(queues, () -> Given.NOW, Line.PERFECT), meters, broken)
                .send(Given.destination(), List.of(Given.outbound("1", "a"))));

    assertThat(results).hasSize(1).allMatch(SendResult.Accepted.class::isInstance);
  }

  // --- the ledger ---

  private void accept(MeteredLedger ledger, Record... records) {
    List<Record> all = List.of(records);
    get(
        ledger.insert(
            JournalEntry.open(ENTRY, Given.NOW, all.stream().map(Record::id).toList()),
            Given.NOW,
            all));
  }

  @Test
  void batchesThatAreAcceptedAndSettledAreMeasured() {
    MeteredLedger ledger = ledger(Line.PERFECT);
    accept(ledger, Given.record("1", ENTRY), Given.record("2", ENTRY));
    get(ledger.settle(ENTRY, Given.REPLICA, Map.of(0, Progress.HANDED_OVER)));

    assertThat(registry.get("postern.accept.batch").tag("destination", "orders").summary().max())
        .isEqualTo(2);
    assertThat(registry.get("postern.settle.batch").summary().max()).isEqualTo(1);
  }

  @Test
  void whatAnotherOwnsIsNotCountedAsSettled() {
    meters.show(List.of(Given.destination()));
    MeteredLedger ledger = ledger(Line.PERFECT);
    accept(ledger, Given.record("1", ENTRY));
    ReplicaId other = new ReplicaId("ffffffffffffffffffff");

    assertThat(get(ledger.settle(ENTRY, other, Map.of(0, Progress.HANDED_OVER)))).isFalse();

    assertThat(registry.get("postern.settle.batch").summary().count()).isZero();
  }

  @Test
  void anEndIsCountedOnceHoweverOftenItIsWritten() {
    MeteredLedger ledger = ledger(Line.PERFECT);
    accept(ledger, Given.record("1", ENTRY));
    assertThat(get(ledger.conclude(Given.record("1", ENTRY), DEAD, Given.NOW))).isTrue();
    assertThat(get(ledger.conclude(Given.record("1", ENTRY), DEAD, Given.NOW))).isFalse();

    assertThat(count("postern.concluded", "result", "dead")).isEqualTo(1);
  }

  @Test
  void aWriteThatFailedIsToldAndFailsAsItDid() {
    slow.let.completeExceptionally(
        new StoreUnavailable("DynamoDB: ValidationException: " + Given.SECRET, null, false));

    assertThatThrownBy(() -> accept(ledger(slow), Given.record("1", ENTRY)))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StoreUnavailable.class);

    assertThat(lines.at(Level.WARN)).hasSize(1);
    assertThat(lines.at(Level.WARN).get(0).getMessage()).isEqualTo("accept failed");
    assertThat(Lines.members(lines.records().get(0)))
        .containsEntry("cause", "ValidationException")
        .containsEntry("messageId", Given.id("1").toString())
        .containsEntry("group", "g")
        .containsEntry("outcome", "not-written")
        .containsEntry("attempts", "-");
  }

  // --- lanes ---

  @Test
  void whatIsAppendedPutOffAndBlockedIsCounted() {
    MeteredLanes lanes = lanes();
    get(lanes.reserve(LANE, Given.NOW));
    Lanes.Hold hold =
        get(lanes.take(LANE, Given.REPLICA, Head.Holding.NOBODY, Given.NOW)).orElseThrow();
    get(lanes.block(hold, Given.id("1")));
    Lanes.Hold stale = new Lanes.Hold(LANE, hold.fence() - 1);
    assertThat(get(lanes.postpone(stale, Head.Retry.FRESH))).isFalse();

    assertThat(count("postern.lane.appended", "destination", "orders")).isEqualTo(1);
    assertThat(count("postern.lane.blocked", "destination", "orders")).isEqualTo(1);
    assertThat(registry.find("postern.lane.postponed").counter()).isNull();
  }

  @Test
  void aDeathIsCountedByItsReasonAndToldWithoutItsLastError() {
    get(
        lanes()
            .bury(
                new Lanes.DeadLetter(
                    Given.NAME,
                    Given.id("1"),
                    Optional.of(new GroupId("g")),
                    DEAD,
                    Optional.empty(),
                    Given.NOW.plusSeconds(60),
                    false)));

    assertThat(count("postern.dead.letters", "destination", "orders", "reason", "refused"))
        .isEqualTo(1);
    assertThat(Lines.members(lines.at(Level.WARN).get(0)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "messageId", Given.id("1").toString(),
                "destination", "orders",
                "group", "g",
                "replica", Given.REPLICA.value(),
                "attempts", "3",
                "outcome", "refused",
                "latencyMs", "2000",
                "traceId", "-"));
  }

  // --- replicas ---

  @Test
  void aRecoveryIsCountedWhereItBeginsAndWhereItEnds() {
    Replicas replicas = new MeteredReplicas(new ModelReplicas(table, Line.PERFECT), meters);
    ReplicaId dead = new ReplicaId("ffffffffffffffffffff");
    get(replicas.enter(dead));
    Replicas.Member seen = new Replicas.Member(dead, 0, LowWater.START, Optional.empty());
    assertThat(get(replicas.claim(seen, Given.REPLICA))).isTrue();
    assertThat(get(replicas.claim(seen, Given.REPLICA))).isFalse();
    assertThat(get(replicas.remove(dead, Given.REPLICA))).isTrue();

    assertThat(count("postern.recoveries", "result", "claimed")).isEqualTo(1);
    assertThat(count("postern.recoveries", "result", "finished")).isEqualTo(1);
  }

  // --- what publishing tells ---

  @Test
  void aDefectOfTheCountingDoesNotReachThePublisher() {
    SimpleMeterRegistry broken = new SimpleMeterRegistry();
    broken
        .config()
        .meterFilter(
            MeterFilter.accept(
                id -> {
                  throw new IllegalStateException("a defect");
                }));
    CountingWitness witness = new CountingWitness(new Meters(broken));

    assertThatCode(
            () -> {
              witness.accepted(Given.destination());
              witness.settled(
                  Given.destination(), Given.record("1", ENTRY), Progress.HANDED_OVER, Given.NOW);
              witness.answered(Given.destination(), new Answer.Overloaded());
            })
        .doesNotThrowAnyException();
  }

  @Test
  void answersByAnEarlierMessageAreDuplicatesAndFirstOnesAreNot() {
    meters.show(List.of(Given.destination()));
    CountingWitness witness = new CountingWitness(meters);
    MessageState state =
        new MessageState(
            Given.record("1", ENTRY),
            Status.DEAD,
            Optional.of(DEAD),
            new MessageState.Trying(0, Optional.empty(), Optional.empty()));
    witness.answered(Given.destination(), new Answer.Tracked(state, false));
    witness.answered(Given.destination(), new Answer.Tracked(state, true));
    witness.answered(Given.destination(), new Answer.KeyReused(Given.id("1")));
    witness.answered(Given.destination(), new Answer.Overloaded());

    assertThat(count("postern.duplicates", "destination", "orders", "result", "replayed"))
        .isEqualTo(1);
    assertThat(count("postern.duplicates", "destination", "orders", "result", "key-reused"))
        .isEqualTo(1);
    assertThat(count("postern.overloaded", "destination", "orders")).isEqualTo(1);
  }
}
