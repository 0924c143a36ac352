package dev.postern.model;

import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Deliveries;
import dev.postern.subscription.Delivery;
import dev.postern.subscription.InboundId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Deliveries in a {@link ModelTable}, at the end of a line. */
public record ModelDeliveries(ModelTable table, Line line) implements Deliveries {
  @Override
  public CompletionStage<Map<InboundId, Delivery>> find(
      SubscriptionName subscription, Collection<InboundId> messages) {
    return line.call(
        "deliveries find",
        () -> {
          Map<InboundId, Delivery> found = new LinkedHashMap<>();
          messages.forEach(
              id -> table.delivery(subscription, id).ifPresent(there -> found.put(id, there)));
          return found;
        });
  }

  @Override
  public CompletionStage<List<Write>> write(List<Change> changes) {
    return line.call("deliveries write", () -> changes.stream().map(this::write).toList());
  }

  private Write write(Change change) {
    if (line.leavesOut("delivery")) {
      return Write.FAILED;
    }
    Delivery next = change.next();
    Optional<Long> there =
        table.delivery(next.subscription(), next.message()).map(Delivery::version);
    if (!there.equals(change.seen()) && !table.tells(Lie.DELIVERY_WRITTEN_WHATEVER_STANDS)) {
      return Write.CONFLICT;
    }
    if (!table.tells(Lie.DELIVERY_NOT_WRITTEN)) {
      table.deliveries.put(new ModelTable.DeliveryKey(next.subscription(), next.message()), next);
    }
    return Write.WRITTEN;
  }
}
