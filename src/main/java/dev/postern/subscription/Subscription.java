package dev.postern.subscription;

import dev.postern.destination.OnDead;
import dev.postern.destination.Target;
import dev.postern.message.Guarantee;
import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import dev.postern.message.Worded;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A configured consumer of one SQS queue.
 *
 * @param push where it is sent to, if it is
 */
public record Subscription(
    SubscriptionName name,
    Tenant tenant,
    Target.SqsQueue queue,
    Terms terms,
    Limits limits,
    Optional<Push> push) {

  /**
   * What it promises.
   *
   * @param reportsProcessed whether an acknowledgement shows in the state of the message
   */
  public record Terms(
      Guarantee delivery, Ordering ordering, OnDead onDead, boolean reportsProcessed) {

    /** Of a subscription that does not report. */
    public Terms(Guarantee delivery, Ordering ordering, OnDead onDead) {
      this(delivery, ordering, onDead, false);
    }

    Terms reporting(boolean processed) {
      return new Terms(delivery, ordering, onDead, processed);
    }
  }

  /**
   * Its bounds.
   *
   * @param ackDeadline for how long a message that was handed over is the consumer's
   * @param maxDeliveries how often a message is handed over before it dies
   * @param retention for how long deliveries are kept
   * @param deadLetterRetention for how long dead letters are kept
   * @param buffer where messages wait for those before them
   */
  public record Limits(
      Duration ackDeadline,
      int maxDeliveries,
      Duration retention,
      Duration deadLetterRetention,
      Buffer buffer) {}

  /**
   * How messages wait for those before them, where the order is kept by numbers.
   *
   * @param limit how far ahead of the expected number, in each group or of each producer
   * @param gapTimeout for how long a number may be missing until that is told, or it is passed by
   */
  public record Buffer(int limit, Duration gapTimeout, OnGap onGap) {
    /** What is usual. */
    public static final Buffer USUAL = new Buffer(1_000, Duration.ofSeconds(60), OnGap.WAIT);
  }

  /**
   * The endpoint, and how it is called.
   *
   * @param secrets one, or the new and the old one while they rotate
   * @param form as messages are sent
   */
  public record Push(URI endpoint, List<Secret> secrets, Form form, Calls calls) {
    public boolean allowsPrivateAddresses() {
      return calls.toPrivateAddresses();
    }

    public Duration timeout() {
      return calls.timeout();
    }
  }

  /**
   * How an endpoint is called.
   *
   * @param atOnce calls at the same time, per replica
   * @param timeout from name resolution to the end of the answer
   * @param rejectedBy4xx whether an answer of 4xx, but for 408, 425 and 429, is final
   */
  public record Calls(
      int atOnce, Duration timeout, boolean toPrivateAddresses, boolean rejectedBy4xx) {}

  /** How a message is sent to an endpoint. */
  public enum Form implements Worded {
    /** The payload is the body. */
    PAYLOAD,
    /** A structured CloudEvent is the body. */
    CLOUDEVENTS
  }

  public Mode mode() {
    return push.isPresent() ? Mode.PUSH : Mode.PULL;
  }

  public boolean isFifo() {
    return queue.isFifo();
  }

  /** Is a message's order among others kept? */
  public boolean isOrdered() {
    return terms.ordering() != Ordering.NONE;
  }

  /** Is a message that its producer, or the queue, doubled seen to be one, without more ado? */
  boolean recognisesCopies() {
    return isFifo() || terms.ordering().isNumbered();
  }

  public Guarantee delivery() {
    return terms.delivery();
  }
}
