package dev.postern.model;

import dev.postern.ledger.Replicas;
import dev.postern.ledger.ReplicasContract;

class ModelReplicasTest extends ReplicasContract {
  private final Replicas replicas = new ModelReplicas(new ModelTable(), Line.PERFECT);

  @Override
  protected Replicas replicas() {
    return replicas;
  }
}
