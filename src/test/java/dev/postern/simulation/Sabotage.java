package dev.postern.simulation;

import dev.postern.ledger.ReplicaId;
import dev.postern.model.ModelQueues;
import dev.postern.model.ModelTable;
import dev.postern.replica.Assembly;
import java.time.Duration;
import java.util.function.Supplier;

/** A protection taken away, to show that the simulation finds it missing. */
interface Sabotage {
  /** Everything is as it should be. */
  Sabotage NONE = new Sabotage() {};

  /** What the store or the broker no longer looks at. */
  default void services(ModelTable table, ModelQueues queues) {}

  /** The ports as the replica shall see them. */
  default Assembly.Ports ports(Assembly.Ports honest, Events events, Supplier<ReplicaId> own) {
    return honest;
  }

  /** The lease by which a replica reckons its own right to act. */
  default Duration tenureLease() {
    return Duration.ofSeconds(10);
  }
}
