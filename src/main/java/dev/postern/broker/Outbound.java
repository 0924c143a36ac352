package dev.postern.broker;

import dev.postern.message.GroupId;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import dev.postern.message.Stamp;
import dev.postern.message.TraceParent;
import java.util.Optional;

/**
 * A message on its way out.
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
  public static Outbound of(MessageId id, Message message, Stamp stamp) {
    return of(id, message, Envelope.of(message, stamp));
  }

  /** What stands in for a message that died, so that nobody waits for its number. */
  public static Outbound gap(MessageId id, Message message, Stamp stamp) {
    return new Outbound(id, message.group(), 0, Optional.empty(), Envelope.gap(stamp), 1);
  }

  /** The same, with the envelope that was already made of the message. */
  public static Outbound of(MessageId id, Message message, Envelope envelope) {
    return new Outbound(
        id, message.group(), message.terms().delaySeconds(), message.terms().trace(), envelope, 1);
  }

  /**
   * By what a FIFO broker knows it again. A gap's is another than its message's, which may be sent
   * again after all.
   */
  public String deduplicationId() {
    return envelope.attributes().containsKey(Envelope.GAP) ? id + "-gap" : id.toString();
  }

  /** The same at a later attempt. */
  public Outbound attempt(int number) {
    return new Outbound(id, group, delaySeconds, trace, envelope, number);
  }

  /** The same, carrying on this context of its trace instead. */
  public Outbound within(TraceParent context) {
    return new Outbound(
        id, group, delaySeconds, Optional.of(context), envelope.within(context), attempt);
  }
}
