package dev.postern.model;

import dev.postern.flow.Deadline;
import dev.postern.flow.Scheduler;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.QueueUnavailable;
import dev.postern.subscription.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Queues at the end of a line, which are received from.
 *
 * <p>To wait for messages is to look again every {@link #LOOK_AGAIN}, each look a call of its own
 * on the line; the answer of one that received something may be lost like any other. Where the line
 * leaves one message of a call out, nothing is known of it, done or not, in turn.
 */
public record ModelInbox(ModelSqs sqs, Scheduler scheduler, Line line) implements Inbox {
  public static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  @Override
  public CompletionStage<List<Arrival>> receive(
      Subscription subscription, int most, Duration wait, Duration hidden) {
    return look(subscription, most, hidden, Deadline.in(wait, scheduler));
  }

  private CompletionStage<List<Arrival>> look(
      Subscription subscription, int most, Duration hidden, Deadline deadline) {
    return call("receive ", subscription, () -> sqs.receive(subscription.queue(), most, hidden))
        .thenCompose(
            found ->
                found.isEmpty() && !deadline.hasPassed()
                    ? later(deadline)
                        .thenCompose(passed -> look(subscription, most, hidden, deadline))
                    : CompletableFuture.completedFuture(found));
  }

  private CompletionStage<Void> later(Deadline deadline) {
    Duration left = deadline.left();
    return scheduler.after(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
  }

  @Override
  public CompletionStage<List<Done>> delete(Subscription subscription, List<String> receipts) {
    return call(
        "delete ",
        subscription,
        () ->
            receipts.stream()
                .map(each -> part("delete", () -> sqs.delete(subscription.queue(), each)))
                .toList());
  }

  @Override
  public CompletionStage<List<Done>> hide(Subscription subscription, List<Hiding> hidings) {
    return call(
        "hide ",
        subscription,
        () ->
            hidings.stream()
                .map(each -> part("hide", () -> sqs.hide(subscription.queue(), each)))
                .toList());
  }

  private Done part(String name, Supplier<Done> work) {
    boolean silent = line.leavesOut(name);
    if (silent && sqs.nextLeftOut() % 2 == 0) {
      return Done.UNKNOWN;
    }
    Done done = work.get();
    return silent ? Done.UNKNOWN : done;
  }

  @Override
  public CompletionStage<Void> sendAgain(
      Subscription subscription, Inbound message, String deduplicationId) {
    Inbound named;
    try {
      named = message.named();
    } catch (IllegalArgumentException noRoom) {
      return CompletableFuture.failedFuture(noRoom);
    }
    return call(
        "resend ",
        subscription,
        () -> {
          sqs.send(subscription.queue(), named, Optional.of(deduplicationId));
          return null;
        });
  }

  @Override
  public CompletionStage<QueueState> state(Subscription subscription) {
    return call("state of ", subscription, () -> sqs.state(subscription.queue()));
  }

  private <T> CompletionStage<T> call(String what, Subscription subscription, Supplier<T> work) {
    return line.call(what + subscription.name(), work)
        .handle(
            (result, failure) -> {
              if (failure != null) {
                throw new CompletionException(
                    new QueueUnavailable(
                        "SQS: " + failure.getMessage(),
                        failure,
                        StoreUnavailable.mayBeApplied(failure)));
              }
              return result;
            });
  }
}
