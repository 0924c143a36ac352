package dev.postern.subscription;

import dev.postern.flow.Batcher;
import dev.postern.flow.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One subscription's calls to the store of deliveries, which share batches. */
final class DeliveryCalls {
  /** Calls of a kind at the same time: few, so that a crowd shares them. */
  private static final int IN_FLIGHT = 2;

  /** DynamoDB takes 4 MB a request; results have up to 64 KiB. */
  private static final int MOST_BYTES = 1024 * 1024;

  private final Batcher<InboundId, Optional<Delivery>> reads;
  private final Batcher<Deliveries.Change, Deliveries.Write> writes;

  DeliveryCalls(Deliveries deliveries, Subscription subscription, Scheduler scheduler) {
    this.reads =
        new Batcher<>(
            scheduler,
            new Batcher.Bounds(Deliveries.MOST_READS, Integer.MAX_VALUE, IN_FLIGHT),
            new Batcher.Traits<>(message -> 0, message -> message),
            messages ->
                deliveries
                    .find(subscription.name(), messages)
                    .thenApply(found -> inOrder(messages, found)));
    this.writes =
        new Batcher<>(
            scheduler,
            new Batcher.Bounds(Deliveries.MOST_WRITES, MOST_BYTES, IN_FLIGHT),
            new Batcher.Traits<>(DeliveryCalls::weight, change -> change.next().message()),
            deliveries::write);
  }

  private static List<Optional<Delivery>> inOrder(
      List<InboundId> messages, Map<InboundId, Delivery> found) {
    return messages.stream().map(each -> Optional.ofNullable(found.get(each))).toList();
  }

  private static int weight(Deliveries.Change change) {
    return change
        .next()
        .state()
        .fold(
            new Delivery.Cases<>() {
              @Override
              public Integer processing(Delivery.Processing state) {
                return 0;
              }

              @Override
              public Integer completed(Delivery.Completed state) {
                return state.result().map(String::length).orElse(0) * 3;
              }

              @Override
              public Integer dead(Delivery.Dead state) {
                return 0;
              }

              @Override
              public Integer dropped(Delivery.Dropped state) {
                return 0;
              }
            });
  }

  CompletionStage<Optional<Delivery>> find(InboundId message) {
    return reads.submit(message);
  }

  /** Fails where it is not known whether it was written. */
  CompletionStage<Deliveries.Write> write(Deliveries.Change change) {
    return writes.submit(change);
  }
}
