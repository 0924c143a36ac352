package dev.postern.model;

import dev.postern.broker.Broker;
import dev.postern.broker.Outbound;
import dev.postern.broker.SendResult;
import dev.postern.destination.Destination;
import dev.postern.ledger.StoreUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Queues at the end of a line.
 *
 * <p>A body that says {@link #POISON} is refused for good. Where the line leaves one message of a
 * call out, the answer says of it that it was not sent, or that nothing is known, whether accepted
 * or not, in turn.
 */
public final class ModelBroker implements Broker {
  public static final String POISON = "poison";

  private final ModelQueues queues;
  private final Supplier<Instant> clock;
  private final Line line;

  /**
   * A broker.
   *
   * @param clock the queues' own
   */
  public ModelBroker(ModelQueues queues, Supplier<Instant> clock, Line line) {
    this.queues = queues;
    this.clock = clock;
    this.line = line;
  }

  @Override
  public CompletionStage<List<SendResult>> send(Destination destination, List<Outbound> messages) {
    return line.call("send " + destination.name(), () -> take(destination, messages))
        .exceptionally(
            failure -> {
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              boolean maybe = !(cause instanceof StoreUnavailable known) || known.mayBeApplied();
              SendResult each =
                  maybe
                      ? new SendResult.Unknown(String.valueOf(cause.getMessage()))
                      : new SendResult.NotSent(String.valueOf(cause.getMessage()), true);
              return messages.stream().map(message -> each).toList();
            });
  }

  private List<SendResult> take(Destination destination, List<Outbound> messages) {
    List<SendResult> results = new ArrayList<>(messages.size());
    for (Outbound message : messages) {
      results.add(take(destination, message));
    }
    return results;
  }

  private SendResult take(Destination destination, Outbound message) {
    if (message.envelope().body().contains(POISON)) {
      return new SendResult.Refused("InvalidMessageContents");
    }
    boolean silent = false;
    if (line.leavesOut("send")) {
      int kind = queues.nextLeftOut() % 3;
      if (kind == 0) {
        return new SendResult.NotSent("ThrottlingException", true);
      }
      if (kind == 1) {
        return new SendResult.Unknown("InternalError, not accepted");
      }
      silent = true;
    }
    ModelQueues.Held held =
        queues.take(
            new ModelQueues.Held(
                destination.name(),
                message.id(),
                destination.isFifo() ? message.group() : Optional.empty(),
                message.envelope(),
                clock.get(),
                queues.nextId()),
            Optional.of(message.deduplicationId()).filter(any -> destination.isFifo()));
    return silent
        ? new SendResult.Unknown("InternalError, accepted")
        : new SendResult.Accepted(held.brokerId(), Optional.empty());
  }
}
