package dev.postern.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ledger.ReplicaId;
import dev.postern.message.DeathReason;
import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.KeyHash;
import dev.postern.message.MessageId;
import dev.postern.message.Outcome;
import dev.postern.message.Tenant;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every store of lanes promises. */
public abstract class LanesContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Instant LATER = NOW.plus(Duration.ofMinutes(1));

  private final DestinationName destination =
      new DestinationName("d-" + UUID.randomUUID().toString().substring(0, 8));
  private final LaneId lane = LaneId.of(destination, new GroupId("g"));
  private final ReplicaId me = ReplicaId.fresh(new SecureRandom());
  private final ReplicaId other = ReplicaId.fresh(new SecureRandom());

  /** The lanes under test; others may be among them. */
  protected abstract Lanes lanes();

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static LaneEntry.Waiting waiting() {
    KeyHash key =
        KeyHash.of(
            Tenant.DEFAULT,
            new DestinationName("orders"),
            new IdempotencyKey(UUID.randomUUID().toString()));
    return new LaneEntry.Waiting(new MessageId(key, NOW.toEpochMilli()), Optional.empty());
  }

  private Head head() {
    return get(lanes().heads(List.of(lane))).get(lane);
  }

  private long append(LaneEntry entry) {
    long number = get(lanes().reserve(lane, NOW));
    assertThat(get(lanes().put(lane, number, entry))).isEmpty();
    return number;
  }

  private Lanes.Hold take(ReplicaId taker) {
    return get(lanes().take(lane, taker, head().holding(), NOW)).orElseThrow();
  }

  private List<LaneId> due(Instant by) {
    return get(lanes().due(destination, lane.dueShard(), by));
  }

  @Test
  void aLaneThatNeverWasIsClear() {
    assertThat(head()).isEqualTo(Head.ABSENT);
    assertThat(head().isClear()).isTrue();
    assertThat(due(LATER)).isEmpty();
  }

  @Test
  void numbersGrowByOneAndTheLaneIsFound() {
    assertThat(get(lanes().reserve(lane, NOW))).isEqualTo(1);
    assertThat(get(lanes().reserve(lane, LATER))).isEqualTo(2);
    assertThat(head().tail()).isEqualTo(2);
    assertThat(head().isClear()).isFalse();
    assertThat(due(NOW)).containsExactly(lane);
    assertThat(due(NOW.minusSeconds(1))).isEmpty();
  }

  @Test
  void whatIsPutFirstStays() {
    LaneEntry.Waiting first = waiting();
    long number = append(first);
    assertThat(get(lanes().put(lane, number, new LaneEntry.Tombstone(NOW)))).contains(first);
    assertThat(get(lanes().entries(lane, 1, 10))).containsEntry(number, first).hasSize(1);
  }

  @Test
  void aTombstoneStands() {
    get(lanes().reserve(lane, NOW));
    assertThat(get(lanes().put(lane, 1, new LaneEntry.Tombstone(NOW)))).isEmpty();
    LaneEntry there = get(lanes().put(lane, 1, waiting())).orElseThrow();
    assertThat(there.<Boolean>fold(message -> false, tombstone -> true)).isTrue();
  }

  @Test
  void entriesComeInOrderFromANumberOn() {
    LaneEntry.Waiting[] all = new LaneEntry.Waiting[12];
    for (int i = 0; i < all.length; i++) {
      all[i] = waiting();
      append(all[i]);
    }
    assertThat(get(lanes().entries(lane, 9, 3)).keySet()).containsExactly(9L, 10L, 11L);
    assertThat(get(lanes().entries(lane, 9, 3))).containsEntry(10L, all[9]);
  }

  @Test
  void aLaneIsTakenAsItWasSeenOnly() {
    append(waiting());
    Head.Holding seen = head().holding();
    Lanes.Hold hold = get(lanes().take(lane, me, seen, NOW)).orElseThrow();
    assertThat(head().holding().holder()).contains(me);
    assertThat(head().holding().fence()).isEqualTo(hold.fence()).isGreaterThan(seen.fence());
    assertThat(head().retry().attemptedAt()).contains(NOW);
    assertThat(get(lanes().take(lane, other, seen, NOW))).isEmpty();
    Head.Holding before = head().holding();
    assertThat(get(lanes().renew(hold))).isTrue();
    assertThat(head().holding().counter()).isGreaterThan(before.counter());
    assertThat(get(lanes().take(lane, other, before, NOW))).isEmpty();
  }

  @Test
  void aLaneThatIsNotThereIsNotTaken() {
    assertThat(get(lanes().take(lane, me, Head.Holding.NOBODY, NOW))).isEmpty();
  }

  @Test
  void whoLostTheLaneChangesNothing() {
    LaneEntry.Waiting first = waiting();
    append(first);
    Lanes.Hold lost = take(me);
    Lanes.Hold held = take(other);
    Head before = head();
    assertThat(get(lanes().renew(lost))).isFalse();
    assertThat(get(lanes().advance(lost, 1, NOW))).isFalse();
    assertThat(get(lanes().block(lost, first.message()))).isFalse();
    assertThat(get(lanes().postpone(lost, Head.Retry.FRESH.failed("no", true, LATER)))).isFalse();
    assertThat(get(lanes().leave(lost))).isFalse();
    assertThat(head()).isEqualTo(before);
    assertThat(get(lanes().advance(held, 1, NOW))).isTrue();
    assertThat(get(lanes().release(lost, 1, NOW))).isFalse();
    assertThat(get(lanes().release(held, 1, NOW))).isTrue();
  }

  @Test
  void doneMovesOnOnly() {
    append(waiting());
    append(waiting());
    Lanes.Hold hold = take(me);
    assertThat(get(lanes().postpone(hold, Head.Retry.FRESH.failed("no", false, LATER)))).isTrue();
    assertThat(get(lanes().advance(hold, 2, LATER))).isTrue();
    assertThat(get(lanes().advance(hold, 2, LATER))).isFalse();
    assertThat(get(lanes().advance(hold, 1, LATER))).isFalse();
    assertThat(head().done()).isEqualTo(2);
    assertThat(head().retry().tries()).isZero();
    assertThat(head().retry().charged()).isZero();
    assertThat(head().retry().attemptedAt()).contains(LATER);
  }

  @Test
  void whatFailedIsDueLaterAndTheLaneIsGivenUp() {
    append(waiting());
    Lanes.Hold hold = take(me);
    assertThat(get(lanes().postpone(hold, Head.Retry.FRESH.failed("no", false, LATER)))).isTrue();
    assertThat(head().retry())
        .isEqualTo(new Head.Retry(1, 1, Optional.of(LATER), Optional.empty(), Optional.of("no")));
    assertThat(head().holding().holder()).isEmpty();
    assertThat(due(NOW)).isEmpty();
    assertThat(due(LATER)).containsExactly(lane);
    append(waiting());
    assertThat(head().retry().dueAt()).contains(LATER);
  }

  @Test
  void aBlockedLaneIsNeitherClearNorFoundNorUnblockedByAnAppend() {
    LaneEntry.Waiting first = waiting();
    append(first);
    Lanes.Hold hold = take(me);
    assertThat(get(lanes().block(hold, first.message()))).isTrue();
    assertThat(head().blockedBy()).contains(first.message());
    assertThat(head().isClear()).isFalse();
    append(waiting());
    assertThat(head().blockedBy()).contains(first.message());
    assertThat(due(LATER)).isEmpty();
  }

  @Test
  void aLaneIsReleasedWhenDoneIsItsTailOnly() {
    append(waiting());
    Lanes.Hold hold = take(me);
    assertThat(get(lanes().release(hold, 1, NOW))).isFalse();
    get(lanes().advance(hold, 1, NOW));
    append(waiting());
    assertThat(get(lanes().release(hold, 1, NOW))).isFalse();
    get(lanes().advance(hold, 2, NOW));
    assertThat(get(lanes().release(hold, 2, NOW))).isTrue();
    assertThat(head().isClear()).isTrue();
    assertThat(head().holding().holder()).isEmpty();
    assertThat(head().holding().fence()).isEqualTo(hold.fence());
    assertThat(due(LATER)).isEmpty();
    append(waiting());
    assertThat(due(LATER)).containsExactly(lane);
  }

  @Test
  void theFirstUnknownAttemptIsRememberedAndNoEntryIsMade() {
    LaneEntry.Waiting first = waiting();
    append(first);
    get(lanes().markUnknown(lane, 1, NOW));
    get(lanes().markUnknown(lane, 1, LATER));
    get(lanes().markUnknown(lane, 2, NOW));
    assertThat(get(lanes().entries(lane, 1, 10)))
        .containsEntry(1L, new LaneEntry.Waiting(first.message(), Optional.of(NOW)))
        .hasSize(1);
  }

  @Test
  void aRemovedEntryIsGone() {
    append(waiting());
    get(lanes().remove(lane, 1));
    get(lanes().remove(lane, 1));
    assertThat(get(lanes().entries(lane, 1, 10))).isEmpty();
  }

  @Test
  void aDeathMayBeListedAgain() {
    Lanes.DeadLetter letter =
        new Lanes.DeadLetter(
            destination,
            waiting().message(),
            Optional.empty(),
            new Outcome.Dead(NOW, 1, DeathReason.REFUSED, "no"),
            Optional.empty(),
            LATER,
            false);
    get(lanes().bury(letter));
    get(lanes().bury(letter));
  }
}
