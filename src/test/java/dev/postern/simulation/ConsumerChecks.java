package dev.postern.simulation;

import dev.postern.message.Guarantee;
import dev.postern.order.Entry;
import dev.postern.order.Spot;
import dev.postern.order.Track;
import dev.postern.order.TrackId;
import dev.postern.subscription.Delivery;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
  void whenHandedOver(Inbound handed, int attempt, long begun) {
    Sent message = world.sent.get(handed.id());
    message.handedOver++;
    if (delivery() == Guarantee.AT_MOST_ONCE && message.handedOver > 1) {
      world.violated("at-most-once: " + message.id + " is handed over again");
    }
    if (message.acknowledgedAt >= 0 && begun > message.acknowledgedAt) {
      world.violated(message.id + " is handed over after it was acknowledged");
    }
    if (attempt > world.subscription.limits().maxDeliveries()) {
      world.violated(handed.id() + ": one too many");
    }
    if (delivery() != Guarantee.AT_MOST_ONCE) {
      order(handed, message);
    }
    if (world.table.waiting(world.subscription.name()).stream().anyMatch(this::isTooFarAhead)) {
      world.violated("more waits than may");
    }
  }

  private void order(Inbound handed, Sent message) {
    switch (world.subscription.terms().ordering()) {
      case NONE -> {
        // There is none.
      }
      case GROUP -> inOrder(handed);
      case TOTAL -> {
        inOrder(handed);
        alone(handed, message, other -> true);
      }
      case SEQUENCE -> {
        afterAllBefore(handed, message);
        alone(handed, message, other -> other.planned.group().equals(message.planned.group()));
      }
      case CAUSAL -> {
        afterAllBefore(handed, message);
        alone(handed, message, other -> other.planned.key().equals(message.planned.key()));
      }
    }
  }

  /** No other of those is in its consumer's hands. Clocks may run four parts in a hundred off. */
  private void alone(Inbound handed, Sent message, Predicate<Sent> among) {
    long now = world.events().now();
    for (Sent other : world.sent.values()) {
      if (other != message && among.test(other) && other.outUntil > now) {
        world.violated(handed.id() + " is handed over while " + other.id + " is out");
      }
    }
    long deadline = world.subscription.limits().ackDeadline().toNanos();
    message.outUntil = now + deadline * 9 / 10;
  }

  /** It is its consumer's for longer, or for less long. */
  void whenExtended(Inbound extended, Duration time) {
    Sent message = world.sent.get(extended.id());
    if (message.outUntil > world.events().now()) {
      message.outUntil = world.events().now() + time.toNanos() * 9 / 10;
    }
  }

  /** Everything that has its place before it has been dealt with, or passed by. */
  private void afterAllBefore(Inbound handed, Sent message) {
    if (message.redriven) {
      return;
    }
    for (Sent other : world.sent.values()) {
      Planned before = other.planned;
      boolean settled =
          other.acknowledging
              || other.redriven
              || isDealtWith(other.id)
              || world.table.isPassed(
                  new TrackId(world.subscription.name(), before.key()), before.number());
      if (before.isBefore(message.planned) && !settled) {
        world.violated(handed.id() + " is handed over before " + other.id);
      }
    }
  }

  private boolean isTooFarAhead(Entry entry) {
    return entry.spot() instanceof Spot.Numbered numbered
        && numbered.number() - next(entry.track()) >= world.subscription.limits().buffer().limit();
  }

  /** Everything before it in its group has been dealt with. */
  private void inOrder(Inbound handed) {
    List<InboundId> group =
        world.leftByGroup().getOrDefault(handed.group().orElseThrow(), List.of());
    int place = group.indexOf(handed.id());
    for (InboundId before : place < 0 ? group : group.subList(0, place)) {
      if (!before.equals(handed.id()) && !isDealtWith(before)) {
        world.violated(handed.id() + " is handed over before " + before);
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
    public Boolean dropped(Delivery.Dropped state) {
      return true;
    }
  }

  /** What waits in tracks, but for what would be dropped if its track were looked at. */
  private List<Entry> waiting() {
    return world.table.waiting(world.subscription.name()).stream()
        .filter(entry -> !isDealtWith(entry.message().id()) && !isOldMark(entry))
        .toList();
  }

  private boolean isOldMark(Entry entry) {
    return entry.message().isGap()
        && entry.spot() instanceof Spot.Numbered numbered
        && numbered.number() < next(entry.track());
  }

  private long next(TrackId id) {
    return world.table.tracks(world.subscription.name()).stream()
        .filter(track -> track.id().equals(id))
        .mapToLong(Track::next)
        .findFirst()
        .orElse(1);
  }

  /** Is nothing left to be done? */
  boolean isQuiet() {
    return world.sqs.left(world.subscription.queue()).isEmpty() && waiting().isEmpty();
  }

  /** Looks at everything, once nothing goes wrong any more and everybody had time. */
  void atTheEnd() {
    Set<InboundId> letters = world.letters();
    if (!waiting().isEmpty()) {
      world.violated("still waiting: " + waiting());
    }
    if (!world.sqs.left(world.subscription.queue()).isEmpty()) {
      world.violated(
          "still on the queue: "
              + world.sqs.left(world.subscription.queue()).stream()
                  .map(each -> each.id().value())
                  .toList());
    }
    for (Sent message : world.sent.values()) {
      boolean accounted = message.acknowledging || message.givenUp || letters.contains(message.id);
      if (delivery() != Guarantee.AT_MOST_ONCE && !accounted) {
        world.violated(message.id + " is lost");
      }
      if (delivery() == Guarantee.EXACTLY_ONCE) {
        oneOutcome(message);
      }
    }
  }

  /**
   * Of what is told to count one is recorded, and stays so; of an endpoint's answers nobody knows
   * which is heard.
   */
  private void oneOutcome(Sent message) {
    boolean pushed = world.subscription.mode() == Mode.PUSH;
    if (!pushed && message.recorded.size() > 1) {
      world.violated(message.id + " has the outcomes " + message.recorded);
    }
    Optional<Delivery.State> kept = delivery(message.id).map(Delivery::state);
    boolean completed = kept.filter(Delivery.Completed.class::isInstance).isPresent();
    boolean own =
        message.recorded.stream()
            .anyMatch(
                result -> kept.equals(Optional.of(new Delivery.Completed(Optional.of(result)))));
    if (!own && (pushed ? completed : !message.recorded.isEmpty())) {
      world.violated(message.id + " has not its outcome " + message.recorded + " but " + kept);
    }
  }
}
