package dev.postern.broker;

import dev.postern.message.GroupId;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import dev.postern.message.TraceParent;
import java.util.Optional;

/**
 * A message on its way out. The deduplication id on FIFO is the message id.
 *
 * @param attempt how often it is sent with this, as far as the sender knows: from 1
 */
public record Outbound(
    MessageId id,
    Optional<GroupId> group,
    int delaySeconds,
    Optional<TraceParent> trace,
    Envelope envelope,
    int attempt) {
  public static Outbound of(MessageId id, Message message) {
    return of(id, message, Envelope.of(message));
  }

  /** The same, with the envelope that was already made of the message. */
  public static Outbound of(MessageId id, Message message, Envelope envelope) {
    return new Outbound(
        id, message.group(), message.terms().delaySeconds(), message.terms().trace(), envelope, 1);
  }

  /** The same at a later attempt. */
  public Outbound attempt(int number) {
    return new Outbound(id, group, delaySeconds, trace, envelope, number);
  }
}
