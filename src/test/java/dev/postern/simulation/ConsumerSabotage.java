package dev.postern.simulation;

import dev.postern.model.ModelTable;
import dev.postern.subscription.Desks;

/** A protection of the consuming half taken away, to show that the simulation finds it missing. */
interface ConsumerSabotage {
  /** Everything is as it should be. */
  ConsumerSabotage NONE = new ConsumerSabotage() {};

  /** What the store no longer looks at. */
  default void services(ModelTable table) {}

  /** The ports as the replica shall see them. */
  default Desks.Ports ports(Desks.Ports honest) {
    return honest;
  }
}
