package dev.postern.subscription;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * How strongly a subscription delivers: what is written before a message is handed over, and what
 * its outcome does.
 *
 * <p>A stage fails with {@link dev.postern.message.Unavailable} only where the store could not be
 * asked; the message then lies on the queue as before, or comes again when its time is over.
 */
interface DeliveryMode {
  /** Decides about a message that arrived. */
  CompletionStage<Verdict> claim(Arrival arrival);

  /**
   * The consumer is done with the message.
   *
   * @param result what it made of it, as JSON, to be kept
   */
  CompletionStage<Settled> acknowledge(Ticket ticket, Optional<String> result);

  /**
   * The consumer is not done with the message and will not be: it is handed over again.
   *
   * @param delay whole seconds, not before which
   * @param failure what went wrong, where that is known
   */
  CompletionStage<Settled> release(Ticket ticket, Duration delay, Optional<Failure> failure);

  /** The message becomes a dead letter, as soon as it arrives next. */
  CompletionStage<Settled> reject(Ticket ticket, Failure why);

  /** What an extension came to. */
  record Extended(Settled settled, Ticket ticket) {}

  /**
   * The consumer needs the message for longer.
   *
   * @param time whole seconds, from now on
   */
  CompletionStage<Extended> extend(Ticket ticket, Duration time);
}
