package dev.postern.ledger;

import java.util.concurrent.CompletionStage;

/**
 * The durable list of running replicas.
 *
 * <p>Every read is strongly consistent. A stage that fails with {@link StoreUnavailable} leaves it
 * open whether the write was done. Adapters do not retry by themselves. Thread-safe, never
 * blocking.
 */
public interface Replicas {
  /** Enters a replica that was never there before. */
  CompletionStage<Void> enter(ReplicaId replica);

  /** Moves the replica's counter on; false where it is gone or claimed: it was declared dead. */
  CompletionStage<Boolean> beat(ReplicaId replica);

  /** Is it there, and claimed by nobody? */
  CompletionStage<Boolean> isPresent(ReplicaId replica);

  /** Takes the replica out: it left nothing behind. */
  CompletionStage<Void> leave(ReplicaId replica);
}
