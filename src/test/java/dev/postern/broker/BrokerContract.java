package dev.postern.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.Destination;
import dev.postern.destination.EventForm;
import dev.postern.destination.FingerprintForm;
import dev.postern.destination.Forms;
import dev.postern.destination.KeyPolicy;
import dev.postern.destination.Limits;
import dev.postern.destination.Numbering;
import dev.postern.destination.Offer;
import dev.postern.destination.OnDead;
import dev.postern.destination.Policy;
import dev.postern.destination.Retention;
import dev.postern.destination.Target;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.Content;
import dev.postern.message.ContentType;
import dev.postern.message.DestinationName;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.IdempotencyKey;
import dev.postern.message.KeyHash;
import dev.postern.message.Message;
import dev.postern.message.MessageId;
import dev.postern.message.Stamp;
import dev.postern.message.Tenant;
import dev.postern.message.Terms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every broker promises. */
public abstract class BrokerContract {
  private final String name = "q-" + UUID.randomUUID().toString().substring(0, 8);

  protected abstract Broker broker();

  /** The queue or topic of that name. */
  protected Target target(String configured) {
    return new Target.SqsQueue(configured);
  }

  /** Makes the queue or topic that the destination names. */
  protected abstract void make(Destination destination);

  /**
   * The bodies that the queue, or one subscribed to the topic, holds, in the order in which one
   * consumer is given them.
   */
  protected abstract List<String> bodies(Destination destination);

  private Destination given(boolean fifo) {
    Destination destination =
        new Destination(
            new DestinationName(name),
            Tenant.DEFAULT,
            target(fifo ? name + ".fifo" : name),
            new Policy(
                new Offer(Guarantee.AT_LEAST_ONCE, Set.of(Guarantee.AT_LEAST_ONCE)),
                KeyPolicy.OPTIONAL,
                new Forms(FingerprintForm.BYTES, EventForm.STRUCTURED),
                Numbering.NONE,
                OnDead.BLOCK),
            new Limits(
                256 * 1024,
                10,
                Duration.ofDays(14),
                4,
                new Retention(Duration.ofDays(1), Duration.ofDays(14))));
    make(destination);
    return destination;
  }

  private static Outbound message(Destination destination, String group, String body) {
    Message message =
        new Message(
            Tenant.DEFAULT,
            destination.name(),
            destination.isFifo() ? Optional.of(new GroupId(group)) : Optional.empty(),
            new Content(
                new Bytes(body.getBytes(StandardCharsets.UTF_8)),
                ContentType.JSON,
                Attributes.NONE),
            Terms.of(Guarantee.AT_LEAST_ONCE));
    KeyHash key =
        KeyHash.of(
            Tenant.DEFAULT, destination.name(), new IdempotencyKey(UUID.randomUUID().toString()));
    return Outbound.of(new MessageId(key, 1_700_000_000_000L), message, Stamp.NONE);
  }

  private List<SendResult> send(Destination destination, Outbound... messages) {
    return broker().send(destination, List.of(messages)).toCompletableFuture().join();
  }

  private static String acceptedAs(SendResult result) {
    return result.fold(
        SendResult.Accepted::brokerMessageId,
        refused -> "refused",
        notSent -> "not sent",
        unknown -> "unknown");
  }

  @Test
  void fifoKeepsAGroupsOrder() {
    Destination fifo = given(true);
    send(fifo, message(fifo, "g", "1"));
    send(fifo, message(fifo, "g", "2"));
    assertThat(bodies(fifo)).containsExactly("1", "2");
  }

  @Test
  void fifoTakesAMessageOnceAndAnswersTheSecondTimeAsTheFirst() {
    Destination fifo = given(true);
    Outbound one = message(fifo, "g", "1");
    SendResult first = send(fifo, one).get(0);
    SendResult second = send(fifo, one).get(0);
    assertThat(acceptedAs(second)).isEqualTo(acceptedAs(first));
    assertThat(bodies(fifo)).containsExactly("1");
  }

  @Test
  void standardTakesEachAttempt() {
    Destination standard = given(false);
    Outbound one = message(standard, "-", "1");
    send(standard, one);
    send(standard, one);
    assertThat(bodies(standard)).containsExactly("1", "1");
  }

  @Test
  void aCallOfSeveralHasAResultForEach() {
    Destination fifo = given(true);
    List<SendResult> results =
        send(fifo, message(fifo, "a", "1"), message(fifo, "b", "2"), message(fifo, "c", "3"));
    assertThat(results).hasSize(3).allMatch(result -> result instanceof SendResult.Accepted);
    assertThat(bodies(fifo)).containsExactlyInAnyOrder("1", "2", "3");
  }
}
