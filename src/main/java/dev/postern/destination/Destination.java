package dev.postern.destination;

import dev.postern.message.DestinationName;
import dev.postern.message.Flaw;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Message;
import dev.postern.message.Producer;
import dev.postern.message.Tenant;
import dev.postern.message.Terms;
import java.util.stream.Collectors;

/** A configured name for one SQS queue or SNS topic, standard or FIFO, and its terms. */
public record Destination(
    DestinationName name, Tenant tenant, Target target, Policy policy, Limits limits) {

  /** The header that asks for a guarantee, named in refusals. */
  public static final String GUARANTEE_FIELD = "Delivery-Guarantee";

  public boolean isFifo() {
    return target.isFifo();
  }

  /** Is the order of a group's messages kept here? */
  public boolean isOrdered() {
    return isFifo();
  }

  /** Does each message get a number at its acceptance? */
  public boolean isNumbered() {
    return policy.numbering() != Numbering.NONE;
  }

  /** The most that a message may be held back here: only standard queues delay single messages. */
  public int maxDelaySeconds() {
    return target.fold(queue -> queue.isFifo() ? 0 : Terms.MOST_DELAY_SECONDS, topic -> 0);
  }

  /**
   * Refuses what this destination does not offer: a guarantee, a missing group, a delay.
   *
   * @throws InvalidMessage naming the first of them
   */
  public Message checked(Message message) {
    Guarantee guarantee = message.terms().guarantee();
    if (!policy.guarantees().contains(guarantee)) {
      throw guaranteeNotAvailable();
    }
    if (message.group().isEmpty()) {
      checkGroupless();
    }
    checkCausality(message.terms().causality().isPresent());
    if (message.terms().delaySeconds() > maxDelaySeconds()) {
      throw new InvalidMessage(
          Flaw.DELAY_NOT_SUPPORTED,
          Terms.DELAY_FIELD,
          "not be given: only standard queues delay a single message, and " + name + " is none");
    }
    return message;
  }

  private void checkGroupless() {
    if (isFifo() || policy.numbering() == Numbering.SEQUENCED) {
      throw new InvalidMessage(
          Flaw.GROUP_MISSING,
          GroupId.FIELD,
          "be given: " + name + " is a " + (isFifo() ? "FIFO" : "sequenced") + " destination");
    }
  }

  private void checkCausality(boolean given) {
    boolean causal = policy.numbering() == Numbering.CAUSAL;
    if (causal && !given) {
      throw new InvalidMessage(
          Flaw.CAUSAL_PRODUCER_MISSING,
          Producer.FIELD,
          "be given: " + name + " is a causal destination");
    }
    if (given && !causal) {
      throw new InvalidMessage(
          Flaw.CAUSALITY_NOT_SUPPORTED,
          Producer.FIELD,
          "not be given: " + name + " is no causal destination");
    }
  }

  /** The refusal that says what may be asked for. */
  public InvalidMessage guaranteeNotAvailable() {
    return new InvalidMessage(
        Flaw.GUARANTEE_NOT_AVAILABLE,
        GUARANTEE_FIELD,
        "be one of those that "
            + name
            + " offers: "
            + policy.guarantees().stream().map(Guarantee::word).collect(Collectors.joining(", ")));
  }
}
