package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.Target;
import dev.postern.flow.Scheduler;
import dev.postern.message.GroupId;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.InboxContract;
import dev.postern.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ModelInboxTest extends InboxContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Whoever waits is there at once. */
  private static final class Leaps implements Scheduler {
    private Duration passed = Duration.ZERO;

    @Override
    public Instant now() {
      return Instant.parse("2026-03-01T12:00:00Z").plus(passed);
    }

    @Override
    public long ticks() {
      return passed.toNanos();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      passed = passed.plus(delay);
      task.run();
      return () -> {};
    }

    @Override
    public RandomGenerator random() {
      return new SplittableRandom(1);
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }
  }

  private final Leaps time = new Leaps();
  private final ModelSqs sqs = new ModelSqs(time::now, new SplittableRandom(7));
  private final Inbox inbox = new ModelInbox(sqs, time, Line.PERFECT);

  @Override
  protected Inbox inbox() {
    return inbox;
  }

  @Override
  protected void make(Target.SqsQueue queue) {
    assertThat(sqs.all(queue)).isEmpty();
  }

  @Override
  protected void redrive(Target.SqsQueue queue, Inbox.Redrive policy) {
    sqs.redrive(queue, policy);
  }

  @Override
  protected void put(Target.SqsQueue queue, Inbound message) {
    sqs.put(queue, message);
  }

  private Subscription given(boolean fifo, String id) {
    Subscription subscription = given(fifo);
    sqs.put(
        subscription.queue(),
        new Inbound(
            new InboundId(id), Optional.of(new GroupId("g")), "b", Map.of(), Instant.EPOCH));
    return subscription;
  }

  private Arrival received(Subscription subscription) {
    return inbox
        .receive(subscription, Inbox.MOST, Inbox.LONGEST_WAIT, MINUTE)
        .toCompletableFuture()
        .join()
        .get(0);
  }

  private Inbox.Done delete(Subscription subscription, Arrival arrival) {
    return inbox
        .delete(subscription, List.of(arrival.receipt()))
        .toCompletableFuture()
        .join()
        .get(0);
  }

  private Inbox.Done hide(Subscription subscription, Arrival arrival, Duration time) {
    return inbox
        .hide(subscription, List.of(new Inbox.Hiding(arrival.receipt(), time)))
        .toCompletableFuture()
        .join()
        .get(0);
  }

  @Test
  void aReceiptWhoseTimeIsOverHoldsOnStandardOnly() {
    Subscription fifo = given(true, "1");
    Subscription standard = given(false, "1");
    Arrival onFifo = received(fifo);
    Arrival onStandard = received(standard);
    time.schedule(MINUTE, () -> {});
    assertThat(hide(standard, onStandard, MINUTE)).isEqualTo(Inbox.Done.GONE);
    assertThat(delete(standard, onStandard)).isEqualTo(Inbox.Done.DONE);
    assertThat(delete(fifo, onFifo)).isEqualTo(Inbox.Done.GONE);
    assertThat(sqs.left(standard.queue())).isEmpty();
    assertThat(sqs.left(fifo.queue())).hasSize(1);
  }

  @Test
  void toDeleteTwiceIsDoneTwice() {
    Subscription fifo = given(true, "1");
    Arrival arrival = received(fifo);
    assertThat(delete(fifo, arrival)).isEqualTo(Inbox.Done.DONE);
    assertThat(delete(fifo, arrival)).isEqualTo(Inbox.Done.DONE);
  }

  @Test
  void nothingIsHiddenForLongerThanTwelveHoursInAll() {
    Subscription standard = given(false, "1");
    Arrival arrival = received(standard);
    assertThat(hide(standard, arrival, Inbox.LONGEST_HIDING)).isEqualTo(Inbox.Done.DONE);
    time.schedule(MINUTE, () -> {});
    assertThat(hide(standard, arrival, Inbox.LONGEST_HIDING)).isEqualTo(Inbox.Done.UNKNOWN);
  }

  @Test
  void aStandardQueueMayDeliverAgainWhatWasDeleted() {
    Subscription standard = given(false, "1");
    delete(standard, received(standard));
    sqs.deliverAgain(standard.queue(), new InboundId("1"));
    assertThat(received(standard).receiveCount()).isEqualTo(2);
  }
}
