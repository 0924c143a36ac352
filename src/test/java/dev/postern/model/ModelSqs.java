package dev.postern.model;

import dev.postern.destination.Target;
import dev.postern.subscription.Arrival;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The queues that are received from; each is there once it is named. For one thread.
 *
 * <p>Whoever checks a run looks in here; {@link ModelInbox} is a view of it.
 */
public final class ModelSqs {
  private final Supplier<Instant> clock;
  private final RandomGenerator random;
  private final Map<String, ModelQueue> queues = new LinkedHashMap<>();
  private int leftOut;

  /**
   * Empty queues.
   *
   * @param clock the queues' own
   * @param random decides what SQS leaves open
   */
  public ModelSqs(Supplier<Instant> clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  private ModelQueue queue(String name) {
    return queues.computeIfAbsent(name, any -> new ModelQueue(name, random));
  }

  private ModelQueue queue(Target.SqsQueue queue) {
    return queue(queue.name());
  }

  /** Sends these, one after the other. They are known by their ids, whatever they carry. */
  public void put(Target.SqsQueue queue, Inbound... messages) {
    for (Inbound message : messages) {
      send(queue, message, Optional.empty());
    }
  }

  void send(Target.SqsQueue queue, Inbound message, Optional<String> deduplicationId) {
    Instant now = clock.get().truncatedTo(ChronoUnit.MILLIS);
    queue(queue)
        .take(
            new Inbound(message.id(), message.group(), message.body(), message.attributes(), now),
            deduplicationId);
  }

  /** What is on a queue, hidden or not, first sent first. */
  public List<Inbound> left(Target.SqsQueue queue) {
    return queue(queue).left();
  }

  /** What was ever on a queue, first sent first. */
  public List<Inbound> all(Target.SqsQueue queue) {
    return queue(queue).all();
  }

  /** From now on the queue has that policy of its own, and obeys it. */
  public void redrive(Target.SqsQueue queue, Inbox.Redrive policy) {
    queue(queue).redrive(policy);
  }

  /**
   * What a standard queue does now and then: a message that was received before can be received
   * again at once, even if it is hidden or was deleted. Nothing, where it was not received yet.
   */
  public void deliverAgain(Target.SqsQueue queue, InboundId message) {
    queue(queue).deliverAgain(message, clock.get());
  }

  List<Arrival> receive(Target.SqsQueue queue, int most, Duration hidden) {
    ModelQueue from = queue(queue);
    Instant now = clock.get();
    List<Inbound> over = from.redriven(now);
    from.state(now)
        .redrive()
        .ifPresent(by -> over.forEach(each -> queue(by.target()).take(each, Optional.empty())));
    return from.receive(most, hidden, now);
  }

  Inbox.Done delete(Target.SqsQueue queue, String receipt) {
    return queue(queue).delete(receipt, clock.get());
  }

  Inbox.Done hide(Target.SqsQueue queue, Inbox.Hiding hiding) {
    return queue(queue).hide(hiding, clock.get());
  }

  Inbox.QueueState state(Target.SqsQueue queue) {
    return queue(queue).state(clock.get());
  }

  int nextLeftOut() {
    return leftOut++;
  }
}
