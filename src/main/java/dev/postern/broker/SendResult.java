package dev.postern.broker;

import java.util.Optional;
import java.util.function.Function;

/** What came of one attempt to send one message. */
public sealed interface SendResult {
  <T> T fold(
      Function<Accepted, T> accepted,
      Function<Refused, T> refused,
      Function<NotSent, T> notSent,
      Function<Unknown, T> unknown);

  /** Does it tell of trouble with the broker, whatever the message? */
  default boolean isBrokersTrouble() {
    return fold(accepted -> false, refused -> false, NotSent::ofBroker, unknown -> true);
  }

  /** The broker has it. */
  record Accepted(String brokerMessageId, Optional<String> sequenceNumber) implements SendResult {
    @Override
    public <T> T fold(
        Function<Accepted, T> accepted,
        Function<Refused, T> refused,
        Function<NotSent, T> notSent,
        Function<Unknown, T> unknown) {
      return accepted.apply(this);
    }
  }

  /** The broker does not take this message, and would not take it later. */
  record Refused(String error) implements SendResult {
    @Override
    public <T> T fold(
        Function<Accepted, T> accepted,
        Function<Refused, T> refused,
        Function<NotSent, T> notSent,
        Function<Unknown, T> unknown) {
      return refused.apply(this);
    }
  }

  /**
   * The broker certainly does not have it; it may take it later.
   *
   * @param ofBroker the trouble is the broker's, not this message's: it does not count against it
   */
  record NotSent(String error, boolean ofBroker) implements SendResult {
    @Override
    public <T> T fold(
        Function<Accepted, T> accepted,
        Function<Refused, T> refused,
        Function<NotSent, T> notSent,
        Function<Unknown, T> unknown) {
      return notSent.apply(this);
    }
  }

  /** The broker may have it. */
  record Unknown(String error) implements SendResult {
    @Override
    public <T> T fold(
        Function<Accepted, T> accepted,
        Function<Refused, T> refused,
        Function<NotSent, T> notSent,
        Function<Unknown, T> unknown) {
      return unknown.apply(this);
    }
  }
}
