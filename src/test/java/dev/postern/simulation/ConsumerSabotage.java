package dev.postern.simulation;

import dev.postern.model.ModelTable;
import dev.postern.order.Tracks;
import dev.postern.subscription.Deliveries;
import dev.postern.subscription.Inbox;

/** A protection of the consuming half taken away, to show that the simulation finds it missing. */
interface ConsumerSabotage {
  /** Everything is as it should be. */
  ConsumerSabotage NONE = new ConsumerSabotage() {};

  /** What the store no longer looks at. */
  default void services(ModelTable table) {}

  /** The queues as the replica shall see them. */
  default Inbox inbox(Inbox honest) {
    return honest;
  }

  /** The deliveries as the replica shall see them. */
  default Deliveries deliveries(Deliveries honest) {
    return honest;
  }

  /** The tracks as the replica shall see them. */
  default Tracks tracks(Tracks honest) {
    return honest;
  }
}
