package dev.postern.observe;

import dev.postern.ledger.LowWater;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Replicas;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Counts the recoveries that this replica begins and finishes. Thread-safe. */
record MeteredReplicas(Replicas replicas, Meters meters) implements Replicas {
  @Override
  public CompletionStage<Boolean> claim(Member seen, ReplicaId claimant) {
    return Passing.results(
        replicas.claim(seen, claimant), claimed -> count(claimed, Meters.Recovery.CLAIMED));
  }

  @Override
  public CompletionStage<Boolean> remove(ReplicaId recovered, ReplicaId claimant) {
    return Passing.results(
        replicas.remove(recovered, claimant), removed -> count(removed, Meters.Recovery.FINISHED));
  }

  private void count(boolean done, Meters.Recovery what) {
    if (done) {
      meters.recoveries(what).increment();
    }
  }

  @Override
  public CompletionStage<Void> enter(ReplicaId replica) {
    return replicas.enter(replica);
  }

  @Override
  public CompletionStage<Boolean> beat(ReplicaId replica, LowWater lowWater) {
    return replicas.beat(replica, lowWater);
  }

  @Override
  public CompletionStage<Boolean> isPresent(ReplicaId replica) {
    return replicas.isPresent(replica);
  }

  @Override
  public CompletionStage<List<Member>> all() {
    return replicas.all();
  }

  @Override
  public CompletionStage<Boolean> leave(ReplicaId replica) {
    return replicas.leave(replica);
  }
}
