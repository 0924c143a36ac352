package dev.postern.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every list of replicas promises. */
public abstract class ReplicasContract {
  private static final LowWater MARKS = new LowWater(Collections.nCopies(EntryId.SHARDS, 7L));

  private final ReplicaId one = ReplicaId.fresh(new SecureRandom());
  private final ReplicaId other = ReplicaId.fresh(new SecureRandom());

  /** The list under test; others may be in it. */
  protected abstract Replicas replicas();

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private Optional<Replicas.Member> member(ReplicaId id) {
    return get(replicas().all()).stream().filter(each -> each.id().equals(id)).findFirst();
  }

  @Test
  void whoEntersIsThereAndBeats() {
    assertThat(get(replicas().isPresent(one))).isFalse();
    get(replicas().enter(one));
    assertThat(get(replicas().isPresent(one))).isTrue();
    long before = member(one).orElseThrow().counter();
    assertThat(member(one).orElseThrow().lowWater()).isEqualTo(LowWater.START);
    assertThat(get(replicas().beat(one, MARKS))).isTrue();
    assertThat(member(one).orElseThrow().counter()).isGreaterThan(before);
    assertThat(member(one).orElseThrow().lowWater()).isEqualTo(MARKS);
  }

  @Test
  void whoIsNotThereDoesNotBeat() {
    assertThat(get(replicas().beat(one, MARKS))).isFalse();
    assertThat(member(one)).isEmpty();
  }

  @Test
  void whoIsClaimedNeitherBeatsNorLeavesNorIsPresent() {
    get(replicas().enter(one));
    assertThat(get(replicas().claim(member(one).orElseThrow(), other))).isTrue();
    assertThat(member(one).orElseThrow().claimedBy()).contains(other);
    assertThat(get(replicas().isPresent(one))).isFalse();
    assertThat(get(replicas().beat(one, MARKS))).isFalse();
    assertThat(get(replicas().leave(one))).isFalse();
  }

  @Test
  void whoHasMovedSinceItWasSeenIsNotClaimed() {
    get(replicas().enter(one));
    Replicas.Member seen = member(one).orElseThrow();
    get(replicas().beat(one, MARKS));
    assertThat(get(replicas().claim(seen, other))).isFalse();
    assertThat(get(replicas().isPresent(one))).isTrue();
  }

  @Test
  void aClaimPassesOnAndOnlyTheLastClaimantRemoves() {
    ReplicaId third = ReplicaId.fresh(new SecureRandom());
    get(replicas().enter(one));
    Replicas.Member seen = member(one).orElseThrow();
    get(replicas().claim(seen, other));
    assertThat(get(replicas().claim(seen, third))).isFalse();
    assertThat(get(replicas().claim(member(one).orElseThrow(), third))).isTrue();
    assertThat(get(replicas().remove(one, other))).isFalse();
    assertThat(get(replicas().remove(one, third))).isTrue();
    assertThat(member(one)).isEmpty();
    assertThat(get(replicas().remove(one, third))).isFalse();
  }

  @Test
  void whoLeavesIsGone() {
    get(replicas().enter(one));
    assertThat(get(replicas().leave(one))).isTrue();
    assertThat(member(one)).isEmpty();
    assertThat(get(replicas().beat(one, MARKS))).isFalse();
  }
}
