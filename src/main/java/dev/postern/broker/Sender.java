package dev.postern.broker;

import dev.postern.destination.Destination;
import dev.postern.flow.Batcher;
import dev.postern.flow.Scheduler;
import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import dev.postern.message.MessageId;
import java.util.ArrayList;
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
 * none of the others, and each has its own breaker. While that is not closed, one and the same
 * message of one lane is tried again and again: an attempt may end in doubt, and of that there
 * should be as few as can be; and to try the others would load the store for nothing. A call never
 * holds two messages of one group, for a broker that takes the second but not the first would have
 * changed their order.
 */
public final class Sender {
  /**
   * What is to be sent.
   *
   * @param mayProbe asked while the breaker is not closed: may it be sent all the same?
   */
  private record Sending(Outbound message, BooleanSupplier mayBegin, BooleanSupplier mayProbe) {}

  private static final SendResult TOO_LATE =
      new SendResult.NotSent("the right to send it ended before its turn came", true);
  private static final SendResult BREAKER_OPEN =
      new SendResult.NotSent("the broker is left alone for a while: its breaker is open", true);

  private final Broker broker;
  private final Breakers breakers;
  private final Scheduler scheduler;
  private final Probes probes;
  private final Map<DestinationName, Batcher<Sending, SendResult>> batchers =
      new ConcurrentHashMap<>();

  public Sender(Broker broker, Breakers breakers, Scheduler scheduler) {
    this.broker = broker;
    this.breakers = breakers;
    this.scheduler = scheduler;
    this.probes = new Probes(scheduler);
  }

  /** Does the destination's broker answer, as far as is known? Else messages go to their lanes. */
  public boolean isAnswering(Destination destination) {
    return breakers.state(destination) == Breakers.State.CLOSED;
  }

  /**
   * Is this the message by which the destination's broker is tried? It must be tried soon again.
   */
  public boolean isProbe(Destination destination, MessageId message) {
    return !isAnswering(destination) && probes.isProbe(destination.name(), message);
  }

  /**
   * A lane's turn begins: is there a use in it? While the destination does not answer, only for the
   * one lane that it is tried by.
   */
  public boolean mayTake(Destination destination, String lane) {
    return isAnswering(destination) || probes.enter(destination.name(), lane);
  }

  /** The lane has nothing to send for a while, so another may be the one to try by. */
  public void leave(Destination destination, String lane) {
    probes.leave(destination.name(), lane);
  }

  /**
   * Sends a message, which is to go to its lane where it can't be sent: nothing is tried by it
   * while the breaker is not closed. The stage never fails; the result says what came of it.
   *
   * @param mayBegin asked at the last moment; where it says no the message is not sent
   */
  public CompletionStage<SendResult> send(
      Destination destination, Outbound message, BooleanSupplier mayBegin) {
    return submit(destination, new Sending(message, mayBegin, () -> false));
  }

  /** Sends a message that has no second chance: whether it may is the breaker's decision alone. */
  public CompletionStage<SendResult> sendOnce(
      Destination destination, Outbound message, BooleanSupplier mayBegin) {
    return submit(destination, new Sending(message, mayBegin, () -> true));
  }

  /**
   * Sends a message that stands in that lane; it may be the one that its destination is tried by.
   */
  public CompletionStage<SendResult> sendFrom(
      String lane, Destination destination, Outbound message, BooleanSupplier mayBegin) {
    BooleanSupplier mayProbe = () -> probes.mayTry(destination.name(), lane, message.id());
    return submit(destination, new Sending(message, mayBegin, mayProbe));
  }

  private CompletionStage<SendResult> submit(Destination destination, Sending sending) {
    return batchers
        .computeIfAbsent(destination.name(), name -> batcher(destination))
        .submit(sending)
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
    SendResult[] results = new SendResult[batch.size()];
    List<Integer> going = new ArrayList<>(results.length);
    boolean answering = isAnswering(destination);
    for (int i = 0; i < results.length; i++) {
      Sending sending = batch.get(i);
      if (!sending.mayBegin().getAsBoolean()) {
        results[i] = TOO_LATE;
      } else if (answering || sending.mayProbe().getAsBoolean()) {
        going.add(i);
      } else {
        results[i] = BREAKER_OPEN;
      }
    }
    if (going.isEmpty()) {
      return CompletableFuture.completedFuture(List.of(results));
    }
    List<Outbound> messages = going.stream().map(i -> batch.get(i).message()).toList();
    return breakers
        .call(destination, () -> broker.send(destination, messages))
        .thenApply(
            answered -> {
              for (int i = 0; i < going.size(); i++) {
                int place = i;
                results[going.get(i)] = answered.map(each -> each.get(place)).orElse(BREAKER_OPEN);
              }
              if (isAnswering(destination)) {
                probes.forget(destination.name());
              }
              return List.of(results);
            });
  }
}
