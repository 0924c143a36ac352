package dev.postern.subscription;

import dev.postern.message.SubscriptionName;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of one message at one subscription: written only where the delivery mode needs it.
 *
 * @param version counts its changes: each is made on the condition that no other was made since
 * @param attempts how often the message was handed over, as far as is known
 * @param expiresAt until when it is kept at least
 */
public record Delivery(
    SubscriptionName subscription,
    InboundId message,
    long version,
    int attempts,
    State state,
    Optional<Failure> lastFailure,
    Instant changedAt,
    Instant expiresAt) {

  /** Where its dead letter is or was, if it died. */
  Optional<Letter.Place> letter() {
    if (state instanceof Dead dead) {
      return Optional.of(new Letter.Place(dead.at(), message));
    }
    return state instanceof Dropped dropped
        ? Optional.of(new Letter.Place(dropped.diedAt(), message))
        : Optional.empty();
  }

  /** Is it to be handed over, or in its consumer's hands? */
  boolean isOpen() {
    return state instanceof Processing || (state instanceof Dead dead && dead.redriven());
  }

  /** Where it stands. */
  public sealed interface State {
    /** What holds of each state. */
    <T> T fold(Cases<T> cases);
  }

  /** One answer for each state. */
  public interface Cases<T> {
    T processing(Processing state);

    T completed(Completed state);

    T dead(Dead state);

    T dropped(Dropped state);
  }

  /**
   * It was handed over, or waits to be handed over again.
   *
   * @param queueId of the copy that was handed over
   * @param leaseUntil when nobody works on it any more; {@link Instant#EPOCH} once nobody does
   * @param doom it is to become a dead letter when it arrives next
   */
  public record Processing(String queueId, Instant leaseUntil, Optional<Poison> doom)
      implements State {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.processing(this);
    }
  }

  /**
   * It is done with.
   *
   * @param result what its consumer made of it, as JSON
   */
  public record Completed(Optional<String> result) implements State {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.completed(this);
    }
  }

  /**
   * It is a dead letter.
   *
   * @param receipt where it still lies on the queue and its group waits for it: by which it is
   *     hidden there
   * @param redriven a person had it put back: it is handed over when it arrives next
   */
  public record Dead(Poison reason, Instant at, Optional<String> receipt, boolean redriven)
      implements State {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.dead(this);
    }
  }

  /** A person deleted its dead letter. */
  public record Dropped(Instant diedAt) implements State {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.dropped(this);
    }
  }
}
