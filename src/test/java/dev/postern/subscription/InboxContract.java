package dev.postern.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.broker.Envelope;
import dev.postern.destination.OnDead;
import dev.postern.destination.Target;
import dev.postern.message.Attribute;
import dev.postern.message.Bytes;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.SubscriptionName;
import dev.postern.message.Tenant;
import dev.postern.subscription.Inbox.Done;
import dev.postern.subscription.Inbox.Hiding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every inbox promises. */
public abstract class InboxContract {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** So long that what was hidden for a short time is there again. */
  private static final Duration LONGER = Duration.ofSeconds(3);

  private final String name = "in-" + UUID.randomUUID().toString().substring(0, 8);

  protected abstract Inbox inbox();

  /** Makes the queue. */
  protected abstract void make(Target.SqsQueue queue);

  /** Gives the queue a redrive policy of its own; the other queue is made. */
  protected abstract void redrive(Target.SqsQueue queue, Inbox.Redrive policy);

  /** Sends a message that carries its id as an attribute. */
  protected abstract void put(Target.SqsQueue queue, Inbound message);

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  /** A subscription of a queue that is made. */
  protected Subscription given(boolean fifo) {
    Subscription subscription = of(new Target.SqsQueue(name + (fifo ? ".fifo" : "")));
    make(subscription.queue());
    return subscription;
  }

  /** A subscription of that queue. */
  protected static Subscription of(Target.SqsQueue queue) {
    return new Subscription(
        new SubscriptionName("orders"),
        Tenant.DEFAULT,
        queue,
        new Subscription.Terms(Guarantee.AT_LEAST_ONCE, Ordering.NONE, OnDead.SKIP),
        new Subscription.Limits(
            Duration.ofSeconds(30),
            5,
            Duration.ofDays(15),
            Duration.ofDays(14),
            Subscription.Buffer.USUAL),
        Optional.empty());
  }

  private static Inbound message(String id, String group, Map<String, Attribute> attributes) {
    return new Inbound(
        new InboundId(id),
        Optional.of(new GroupId(group)),
        "body of " + id,
        attributes,
        Instant.EPOCH);
  }

  private void put(Subscription subscription, String group, String... ids) {
    for (String id : ids) {
      put(subscription.queue(), message(id, group, Map.of()).named());
    }
  }

  private List<Arrival> receive(
      Subscription subscription, int most, Duration wait, Duration hidden) {
    return get(inbox().receive(subscription, most, wait, hidden));
  }

  private Arrival one(Subscription subscription, Duration hidden) {
    List<Arrival> arrivals = List.of();
    while (arrivals.isEmpty()) {
      arrivals = receive(subscription, 1, LONGER, hidden);
    }
    return arrivals.get(0);
  }

  private Done delete(Subscription subscription, Arrival arrival) {
    return get(inbox().delete(subscription, List.of(arrival.receipt()))).get(0);
  }

  private Done hide(Subscription subscription, Arrival arrival, Duration time) {
    return get(inbox().hide(subscription, List.of(new Hiding(arrival.receipt(), time)))).get(0);
  }

  private static String id(Arrival arrival) {
    return arrival.message().id().value();
  }

  /** All ids, in the order in which one consumer gets them. */
  private List<String> drained(Subscription subscription) {
    List<String> ids = new ArrayList<>();
    List<Arrival> some = receive(subscription, Inbox.MOST, Duration.ZERO, LONG);
    while (!some.isEmpty()) {
      some.forEach(each -> ids.add(id(each)));
      assertThat(get(inbox().delete(subscription, some.stream().map(Arrival::receipt).toList())))
          .hasSize(some.size())
          .containsOnly(Done.DONE);
      some = receive(subscription, Inbox.MOST, SHORT, LONG);
    }
    return ids;
  }

  @Test
  void aMessageArrivesAsItWasSent() {
    Subscription fifo = given(true);
    Map<String, Attribute> attributes =
        Map.of(
            "text", new Attribute.Text("String.lang", "grüße \uD83D\uDE00"),
            "number", new Attribute.Numeric("12.5"),
            "bytes", new Attribute.Binary(new Bytes(new byte[] {0, -1, 10})));
    Inbound sent = message("m1", "g!1", attributes).named();
    put(fifo.queue(), sent);

    Arrival arrival = one(fifo, LONG);

    Inbound came = arrival.message();
    assertThat(came.id()).isEqualTo(sent.id());
    assertThat(came.group()).isEqualTo(sent.group());
    assertThat(came.body()).isEqualTo(sent.body());
    assertThat(came.attributes()).isEqualTo(sent.attributes());
    assertThat(came.sentAt()).isAfter(Instant.EPOCH);
    assertThat(arrival.queueId()).isNotEmpty();
    assertThat(arrival.receiveCount()).isEqualTo(1);
    assertThat(arrival.flaw()).isEmpty();
  }

  @Test
  void aWaitEndsWithNothingWhereNothingComes() {
    assertThat(receive(given(false), Inbox.MOST, SHORT, LONG)).isEmpty();
  }

  @Test
  void whatWasReceivedIsHidden() {
    Subscription standard = given(false);
    put(standard, "g", "1");
    one(standard, LONG);
    assertThat(receive(standard, Inbox.MOST, Duration.ZERO, LONG)).isEmpty();
  }

  @Test
  void whatWasHiddenComesAgainWithANewReceiptAfterItsTime() {
    Subscription standard = given(false);
    put(standard, "g", "1");
    Arrival first = one(standard, SHORT);
    Arrival second = one(standard, LONG);
    assertThat(second.message()).isEqualTo(first.message());
    assertThat(second.queueId()).isEqualTo(first.queueId());
    assertThat(second.receiveCount()).isEqualTo(2);
    assertThat(second.receipt()).isNotEqualTo(first.receipt());
  }

  @Test
  void whatIsDeletedDoesNotComeAgain() {
    Subscription standard = given(false);
    put(standard, "g", "1");
    Arrival arrival = one(standard, SHORT);
    assertThat(delete(standard, arrival)).isEqualTo(Done.DONE);
    assertThat(receive(standard, Inbox.MOST, LONGER, LONG)).isEmpty();
  }

  @Test
  void toDeleteTwiceChangesNothing() {
    Subscription standard = given(false);
    put(standard, "g", "1", "2");
    Arrival arrival = one(standard, LONG);
    delete(standard, arrival);
    assertThat(delete(standard, arrival)).isIn(Done.DONE, Done.GONE);
    assertThat(one(standard, LONG).queueId()).isNotEqualTo(arrival.queueId());
  }

  @Test
  void eachOfACallIsAnsweredInItsPlace() {
    Subscription standard = given(false);
    put(standard, "g", "1", "2");
    Arrival one = one(standard, LONG);
    Arrival other = one(standard, LONG);
    assertThat(
            get(
                inbox()
                    .hide(
                        standard,
                        List.of(
                            new Hiding(one.receipt(), LONG),
                            new Hiding("nonsense", LONG),
                            new Hiding(other.receipt(), LONG)))))
        .containsExactly(Done.DONE, Done.GONE, Done.DONE);
    assertThat(get(inbox().delete(standard, List.of("nonsense", one.receipt(), other.receipt()))))
        .containsExactly(Done.GONE, Done.DONE, Done.DONE);
  }

  @Test
  void aCallOfNoneIsAnsweredWithNone() {
    Subscription standard = given(false);
    assertThat(get(inbox().delete(standard, List.of()))).isEmpty();
    assertThat(get(inbox().hide(standard, List.of()))).isEmpty();
  }

  @Test
  void whatIsHiddenForNoTimeIsBackAtOnce() {
    Subscription fifo = given(true);
    put(fifo, "g", "1", "2");
    Arrival arrival = one(fifo, LONG);
    assertThat(hide(fifo, arrival, Duration.ZERO)).isEqualTo(Done.DONE);
    Arrival again = one(fifo, LONG);
    assertThat(again.queueId()).isEqualTo(arrival.queueId());
    assertThat(again.receiveCount()).isEqualTo(2);
  }

  @Test
  void whatIsHiddenAnewStaysHidden() {
    Subscription standard = given(false);
    put(standard, "g", "1");
    assertThat(hide(standard, one(standard, LONG), LONG)).isEqualTo(Done.DONE);
    assertThat(receive(standard, Inbox.MOST, Duration.ZERO, LONG)).isEmpty();
  }

  @Test
  void theNewTimeCountsNotTheOld() {
    Subscription standard = given(false);
    put(standard, "g", "1");
    assertThat(hide(standard, one(standard, LONG), SHORT)).isEqualTo(Done.DONE);
    assertThat(one(standard, LONG).receiveCount()).isEqualTo(2);
  }

  @Test
  void whatIsDeletedIsNotHidden() {
    Subscription standard = given(false);
    put(standard, "g", "1");
    Arrival arrival = one(standard, LONG);
    delete(standard, arrival);
    assertThat(hide(standard, arrival, LONG)).isEqualTo(Done.GONE);
  }

  @Test
  void aReceiptThatWasSupersededNeitherDeletesNorHidesOnFifo() {
    Subscription fifo = given(true);
    put(fifo, "g", "1");
    Arrival first = one(fifo, SHORT);
    Arrival second = one(fifo, LONG);
    assertThat(delete(fifo, first)).isEqualTo(Done.GONE);
    assertThat(hide(fifo, first, Duration.ZERO)).isEqualTo(Done.GONE);
    assertThat(hide(fifo, second, Duration.ZERO)).isEqualTo(Done.DONE);
    Arrival third = one(fifo, LONG);
    assertThat(third.queueId()).isEqualTo(first.queueId());
    assertThat(delete(fifo, third)).isEqualTo(Done.DONE);
  }

  @Test
  void aReceiptThatWasSupersededMayDeleteOnStandard() {
    Subscription standard = given(false);
    put(standard, "g", "1");
    Arrival first = one(standard, SHORT);
    one(standard, LONG);
    assertThat(delete(standard, first)).isIn(Done.DONE, Done.GONE);
  }

  @Test
  void aGroupWaitsForWhatOfItIsInFlightAndOthersDoNot() {
    Subscription fifo = given(true);
    put(fifo, "g", "g1", "g2");
    put(fifo, "h", "h1", "h2");
    Map<String, Arrival> arrived = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      Arrival arrival = one(fifo, LONG);
      arrived.put(id(arrival), arrival);
    }
    assertThat(arrived).containsOnlyKeys("g1", "h1");
    assertThat(receive(fifo, Inbox.MOST, Duration.ZERO, LONG)).isEmpty();
    delete(fifo, arrived.get("h1"));
    assertThat(id(one(fifo, LONG))).isEqualTo("h2");
  }

  @Test
  void aGroupComesInItsOrder() {
    Subscription fifo = given(true);
    put(fifo, "g", "1", "2", "3", "4", "5");
    assertThat(drained(fifo)).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void allOfAStandardQueueComes() {
    Subscription standard = given(false);
    String[] ids = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"};
    put(standard, "g", ids);
    assertThat(drained(standard)).containsExactlyInAnyOrder(ids);
  }

  @Test
  void whatIsSentAgainIsKnownAsTheSame() {
    Subscription standard = given(false);
    Inbound foreign = message("theirs", "g", Map.of("a", new Attribute.Text("1")));
    get(inbox().sendAgain(standard, foreign, "again-1"));
    Arrival arrival = one(standard, LONG);
    assertThat(arrival.message().id()).isEqualTo(foreign.id());
    assertThat(arrival.message().body()).isEqualTo(foreign.body());
    assertThat(arrival.message().attributes())
        .containsOnly(
            Map.entry("a", new Attribute.Text("1")),
            Map.entry(Envelope.ID, new Attribute.Text("theirs")));
    assertThat(arrival.receiveCount()).isEqualTo(1);
  }

  @Test
  void twoTriesToSendAgainAreOneOnFifo() {
    Subscription fifo = given(true);
    Inbound message = message("1", "g", Map.of());
    get(inbox().sendAgain(fifo, message, "again-1"));
    get(inbox().sendAgain(fifo, message, "again-1"));
    get(inbox().sendAgain(fifo, message, "again-2"));
    assertThat(drained(fifo)).containsExactly("1", "1");
  }

  @Test
  void tracingGivesWayToTheId() {
    Subscription standard = given(false);
    Map<String, Attribute> ten = attributes(9);
    ten.put("traceparent", new Attribute.Text("00-1-2-01"));
    get(inbox().sendAgain(standard, message("1", "g", ten), "again-1"));
    assertThat(one(standard, LONG).message().attributes())
        .hasSize(10)
        .containsKey(Envelope.ID)
        .doesNotContainKey("traceparent");
  }

  @Test
  void aMessageWithoutRoomForItsIdIsNotSentAgain() {
    Subscription standard = given(false);
    Inbound full = message("1", "g", attributes(10));
    assertThatThrownBy(() -> get(inbox().sendAgain(standard, full, "again-1")))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasRootCauseMessage("message 1 has 10 attributes, which leaves no room for its id");
  }

  private static Map<String, Attribute> attributes(int count) {
    Map<String, Attribute> attributes = new HashMap<>();
    for (int i = 0; i < count; i++) {
      attributes.put("a" + i, new Attribute.Text("1"));
    }
    return attributes;
  }

  @Test
  void theStateCountsWhatWaitsAndWhatIsInFlight() {
    Subscription standard = given(false);
    put(standard, "g", "1", "2", "3");
    one(standard, LONG);
    assertThat(get(inbox().state(standard)))
        .isEqualTo(new Inbox.QueueState(2, 1, 0, Optional.empty()));
  }

  @Test
  void theStateShowsTheQueuesOwnPolicy() {
    Subscription standard = given(false);
    Target.SqsQueue other = new Target.SqsQueue(name + "-dead");
    make(other);
    redrive(standard.queue(), new Inbox.Redrive(other.name(), 3));
    assertThat(get(inbox().state(standard)).redrive()).contains(new Inbox.Redrive(other.name(), 3));
  }

  @Test
  void theQueuesOwnPolicyTakesWhatWasReceivedTooOften() {
    Subscription standard = given(false);
    Subscription dead = of(new Target.SqsQueue(name + "-dead"));
    make(dead.queue());
    redrive(standard.queue(), new Inbox.Redrive(dead.queue().name(), 1));
    put(standard, "g", "1");
    hide(standard, one(standard, LONG), Duration.ZERO);
    assertThat(receive(standard, Inbox.MOST, SHORT, LONG)).isEmpty();
    assertThat(id(one(dead, LONG))).isEqualTo("1");
  }
}
