package dev.postern.broker;

import dev.postern.destination.Destination;
import dev.postern.flow.Batcher;
import dev.postern.flow.Scheduler;
import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Sends messages in batches that form by themselves; shared by those who publish and those who
 * drain.
 *
 * <p>Each destination has its own batches and its own bound on those in flight: a slow one slows
 * none of the others. A call never holds two messages of one group, for a broker that takes the
 * second but not the first would have changed their order.
 */
public final class Sender {
  private record Sending(Outbound message, BooleanSupplier mayBegin) {}

  private static final SendResult TOO_LATE =
      new SendResult.NotSent("the right to send it ended before its turn came", true);

  private final Broker broker;
  private final Scheduler scheduler;
  private final Map<DestinationName, Batcher<Sending, SendResult>> batchers =
      new ConcurrentHashMap<>();

  public Sender(Broker broker, Scheduler scheduler) {
    this.broker = broker;
    this.scheduler = scheduler;
  }

  /**
   * Sends once. The stage never fails; the result says what came of it.
   *
   * @param mayBegin asked at the last moment; where it says no the message is not sent
   */
  public CompletionStage<SendResult> send(
      Destination destination, Outbound message, BooleanSupplier mayBegin) {
    return batchers
        .computeIfAbsent(destination.name(), name -> batcher(destination))
        .submit(new Sending(message, mayBegin))
        .exceptionally(failure -> new SendResult.Unknown(String.valueOf(failure.getMessage())));
  }

  private Batcher<Sending, SendResult> batcher(Destination destination) {
    return new Batcher<>(
        scheduler,
        new Batcher.Bounds(
            Broker.MOST_MESSAGES, Broker.MOST_BYTES, destination.limits().inFlightBatches()),
        new Batcher.Traits<>(
            sending -> sending.message().envelope().size(),
            sending ->
                destination.isFifo()
                    ? sending.message().group().map(GroupId::value).orElse(null)
                    : null),
        batch -> send(destination, batch));
  }

  private CompletionStage<List<SendResult>> send(Destination destination, List<Sending> batch) {
    List<Outbound> going = new ArrayList<>(batch.size());
    boolean[] goes = new boolean[batch.size()];
    for (int i = 0; i < goes.length; i++) {
      goes[i] = batch.get(i).mayBegin().getAsBoolean();
      if (goes[i]) {
        going.add(batch.get(i).message());
      }
    }
    CompletionStage<List<SendResult>> sent =
        going.isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : broker.send(destination, going);
    return sent.thenApply(
        results -> {
          Iterator<SendResult> next = results.iterator();
          List<SendResult> all = new ArrayList<>(goes.length);
          for (boolean went : goes) {
            all.add(went ? next.next() : TOO_LATE);
          }
          return all;
        });
  }
}
