package dev.postern.simulation;

import dev.postern.subscription.InboundId;
import java.util.ArrayList;
import java.util.List;

/** What is known of one message. */
final class Sent {
  final InboundId id;
  final Planned planned;
  int handedOver;

  /** A person had it put back, out of the order. */
  boolean redriven;

  /** When the hand-over that its consumer has at the moment was, and ends; negative for none. */
  long outSince = -1;

  long outUntil = -1;

  /** Results that were told to be recorded, each by one hand-over. */
  final List<String> recorded = new ArrayList<>();

  /** An acknowledgement was asked for, whatever came of it. */
  boolean acknowledging;

  /** When its consumer first heard that it was acknowledged; negative where it never did. */
  long acknowledgedAt = -1;

  /** Its consumer, or a person, said that it is not to be delivered. */
  boolean givenUp;

  Sent(Planned planned) {
    this.id = planned.id();
    this.planned = planned;
  }
}
