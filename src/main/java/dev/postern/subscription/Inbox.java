package dev.postern.subscription;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The queues that subscriptions receive from.
 *
 * <p>A stage that fails with {@link dev.postern.message.Unavailable} leaves it open whether
 * anything was done: messages may have been received that nobody heard of, and come again when
 * their time is over. Adapters do not retry by themselves. Thread-safe, never blocking.
 */
public interface Inbox {
  /** How many messages one call receives, deletes or hides at most. */
  int MOST = 10;

  /** For how long one call waits for messages at most (Amazon SQS quotas). */
  Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** For how long a message may be hidden, in all, from its receipt on (Amazon SQS quotas). */
  Duration LONGEST_HIDING = Duration.ofHours(12);

  /** What became of one message of a call. */
  enum Done {
    DONE,
    /** The receipt holds no longer: the message was deleted, or its time was over. */
    GONE,
    /** It may have been done, or not. */
    UNKNOWN
  }

  /**
   * How a message is to be hidden.
   *
   * @param time whole seconds, from now on; zero puts it back at once
   */
  record Hiding(String receipt, Duration time) {}

  /**
   * What is known of a queue; SQS counts approximately.
   *
   * @param waiting messages that can be received
   * @param inFlight messages that were received and not deleted
   * @param redrive the queue's own redrive policy
   */
  record QueueState(long waiting, long inFlight, long delayed, Optional<Redrive> redrive) {}

  /** By SQS itself: where a message goes that was received so often. */
  record Redrive(String target, int maxReceiveCount) {}

  /**
   * Receives.
   *
   * @param most 1 to 10
   * @param wait whole seconds, at most 20; ends with the first messages that there are
   * @param hidden for how long nobody else receives them, whole seconds
   */
  CompletionStage<List<Arrival>> receive(
      Subscription subscription, int most, Duration wait, Duration hidden);

  /**
   * Deletes those for good.
   *
   * @param receipts at most 10
   * @return for each, in order, what became of it
   */
  CompletionStage<List<Done>> delete(Subscription subscription, List<String> receipts);

  /**
   * Hides those anew.
   *
   * @param hidings at most 10
   * @return for each, in order, what became of it
   */
  CompletionStage<List<Done>> hide(Subscription subscription, List<Hiding> hidings);

  /**
   * Sends a message to the queue again, with the attribute {@code postern-id} naming it as it was
   * known, so that it is known as the same. Fails with {@link IllegalArgumentException} where its
   * attributes leave no room for that one; the trace's gives way.
   *
   * @param deduplicationId on FIFO: by which two tries of this are one
   */
  CompletionStage<Void> sendAgain(
      Subscription subscription, Inbound message, String deduplicationId);

  /** What is known of the queue. */
  CompletionStage<QueueState> state(Subscription subscription);
}
