package dev.postern.simulation;

import dev.postern.message.Guarantee;
import dev.postern.subscription.Delivery;
import dev.postern.subscription.HandedOver;
import dev.postern.subscription.InboundId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What each delivery mode and each ordering promises, held against what happened. */
final class ConsumerChecks {
  private final ConsumerWorld world;

  ConsumerChecks(ConsumerWorld world) {
    this.world = world;
  }

  private Guarantee delivery() {
    return world.subscription.delivery();
  }

  /**
   * Looks at a hand-over.
   *
   * @param begun when it was asked for
   */
  void whenHandedOver(HandedOver handed, long begun) {
    ConsumerWorld.Sent message = world.sent.get(handed.message().id());
    message.handedOver++;
    if (delivery() == Guarantee.AT_MOST_ONCE && message.handedOver > 1) {
      world.violated("at-most-once: " + message.id + " is handed over again");
    }
    if (message.acknowledgedAt >= 0 && begun > message.acknowledgedAt) {
      world.violated(message.id + " is handed over after it was acknowledged");
    }
    if (handed.ticket().attempt() > world.subscription.limits().maxDeliveries()) {
      world.violated(ConsumerWorld.shown(handed) + ": one too many");
    }
    if (world.subscription.isGrouped() && delivery() != Guarantee.AT_MOST_ONCE) {
      inOrder(handed);
    }
  }

  /** Everything before it in its group has been dealt with. */
  private void inOrder(HandedOver handed) {
    List<InboundId> group =
        world.leftByGroup().getOrDefault(handed.message().group().orElseThrow(), List.of());
    int place = group.indexOf(handed.message().id());
    for (InboundId before : place < 0 ? group : group.subList(0, place)) {
      if (!before.equals(handed.message().id()) && !isDealtWith(before)) {
        world.violated(ConsumerWorld.shown(handed) + " is handed over before " + before);
      }
    }
  }

  private boolean isDealtWith(InboundId message) {
    return delivery(message).filter(delivery -> delivery.state().fold(new DealtWith())).isPresent();
  }

  private Optional<Delivery> delivery(InboundId message) {
    return world.table.delivery(world.subscription.name(), message);
  }

  private static final class DealtWith implements Delivery.Cases<Boolean> {
    @Override
    public Boolean processing(Delivery.Processing state) {
      return false;
    }

    @Override
    public Boolean completed(Delivery.Completed state) {
      return true;
    }

    @Override
    public Boolean dead(Delivery.Dead state) {
      return state.receipt().isEmpty() && !state.redriven();
    }

    @Override
    public Boolean dropped() {
      return true;
    }
  }

  /** Is nothing left to be done? */
  boolean isQuiet() {
    return world.sqs.left(world.subscription.queue()).isEmpty();
  }

  /** Looks at everything, once nothing goes wrong any more and everybody had time. */
  void atTheEnd() {
    Set<InboundId> letters = world.letters();
    if (!isQuiet()) {
      world.violated(
          "still on the queue: "
              + world.sqs.left(world.subscription.queue()).stream()
                  .map(each -> each.id().value())
                  .toList());
    }
    for (ConsumerWorld.Sent message : world.sent.values()) {
      boolean accounted = message.acknowledging || message.givenUp || letters.contains(message.id);
      if (delivery() != Guarantee.AT_MOST_ONCE && !accounted) {
        world.violated(message.id + " is lost");
      }
      if (delivery() == Guarantee.EXACTLY_ONCE) {
        oneOutcome(message);
      }
    }
  }

  private void oneOutcome(ConsumerWorld.Sent message) {
    if (message.recorded.size() > 1) {
      world.violated(message.id + " has the outcomes " + message.recorded);
    }
    if (!message.recorded.isEmpty()) {
      boolean kept =
          delivery(message.id)
              .map(Delivery::state)
              .filter(new Delivery.Completed(Optional.of(message.recorded.get(0)))::equals)
              .isPresent();
      if (!kept) {
        world.violated(message.id + " lost its outcome " + message.recorded);
      }
    }
  }
}
