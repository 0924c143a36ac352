package dev.postern.simulation;

import dev.postern.ledger.LowWater;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Replicas;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Hands everything on; for those who look at or change one thing only. */
class ForwardingReplicas implements Replicas {
  private final Replicas to;

  ForwardingReplicas(Replicas to) {
    this.to = to;
  }

  @Override
  public CompletionStage<Void> enter(ReplicaId replica) {
    return to.enter(replica);
  }

  @Override
  public CompletionStage<Boolean> beat(ReplicaId replica, LowWater lowWater) {
    return to.beat(replica, lowWater);
  }

  @Override
  public CompletionStage<Boolean> isPresent(ReplicaId replica) {
    return to.isPresent(replica);
  }

  @Override
  public CompletionStage<List<Member>> all() {
    return to.all();
  }

  @Override
  public CompletionStage<Boolean> claim(Member seen, ReplicaId claimant) {
    return to.claim(seen, claimant);
  }

  @Override
  public CompletionStage<Boolean> remove(ReplicaId recovered, ReplicaId claimant) {
    return to.remove(recovered, claimant);
  }

  @Override
  public CompletionStage<Boolean> leave(ReplicaId replica) {
    return to.leave(replica);
  }
}
