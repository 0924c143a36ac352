package dev.postern.aws;

import dev.postern.ledger.Replicas;
import dev.postern.ledger.ReplicasContract;

class DynamoDbReplicasTest extends ReplicasContract {
  @Override
  protected Replicas replicas() {
    return new DynamoDbReplicas(SharedTable.TABLE, "test");
  }
}
