package dev.postern.ledger;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The durable list of running replicas.
 *
 * <p>Every read is strongly consistent. A stage that fails with {@link StoreUnavailable} leaves it
 * open whether the write was done. Adapters do not retry by themselves. Thread-safe, never
 * blocking.
 */
public interface Replicas {
  /**
   * A replica as it stands in the list.
   *
   * @param counter moves with each heartbeat
   * @param claimedBy who recovers what it left; it is then dead for good
   */
  record Member(ReplicaId id, long counter, LowWater lowWater, Optional<ReplicaId> claimedBy) {}

  /** Enters a replica that was never there before. */
  CompletionStage<Void> enter(ReplicaId replica);

  /** Moves the replica's counter on; false where it is gone or claimed: it was declared dead. */
  CompletionStage<Boolean> beat(ReplicaId replica, LowWater lowWater);

  /** Is it there, and claimed by nobody? */
  CompletionStage<Boolean> isPresent(ReplicaId replica);

  /** All, the claimed ones too. */
  CompletionStage<List<Member>> all();

  /** Claims a dead replica; false where it has changed in any way since it was seen. */
  CompletionStage<Boolean> claim(Member seen, ReplicaId claimant);

  /** Takes a recovered replica out, if the claim is still the claimant's. */
  CompletionStage<Boolean> remove(ReplicaId recovered, ReplicaId claimant);

  /** Takes the replica out: it left nothing behind. False where it was claimed. */
  CompletionStage<Boolean> leave(ReplicaId replica);
}
