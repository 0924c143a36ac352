package dev.postern.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.destination.Destination;
import dev.postern.destination.Limits;
import dev.postern.destination.OnDead;
import dev.postern.destination.Retention;
import dev.postern.lane.LaneId;
import dev.postern.message.GroupId;
import dev.postern.message.Guarantee;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Status;
import dev.postern.model.Lie;
import dev.postern.model.ModelQueues;
import dev.postern.model.ModelTable;
import dev.postern.publish.Answer;
import dev.postern.publish.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of "Who wins": something happens at the worst moment, and what was promised holds. */
class WhoWinsTest extends Scene {
  @Test
  void killedBeforeAcceptNothingHappenedAndTheCallerTriesAgain() {
    given(2);
    History.Wanted one = message(ORDERS, "g");
    world.troubles.loseNext("insert");
    ask(one, 0, 5000);
    world.run(Duration.ofSeconds(1));
    world.hosts.get(0).crash();
    world.run(LONG);
    assertThat(copies(one)).isZero();
    History.Asked again = ask(one, 1, 5000);
    world.run(LONG);
    assertThat(again.status()).contains(Status.PUBLISHED);
    assertThat(copies(one)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "events"})
  void killedAfterAcceptBeforeSendItIsRecoveredAndPublishedOnce(String name) {
    given(2);
    Destination destination = name.equals("orders") ? ORDERS : EVENTS;
    History.Wanted one = message(destination, "g");
    world.troubles.loseNext("send " + name);
    ask(one, 0, 5000);
    world.run(Duration.ofSeconds(1));
    world.hosts.get(0).crash();
    world.run(LONG);
    assertThat(copies(one)).isEqualTo(1);
  }

  @Test
  void killedAfterSendBeforeSettleItIsSentAgainAndFifoDropsIt() {
    given(2);
    History.Wanted one = message(ORDERS, "g");
    killAfterSend(one);
    assertThat(copies(one)).isEqualTo(1);
    History.Asked again = ask(one, 1, 5000);
    world.run(LONG);
    assertThat(again.status()).contains(Status.PUBLISHED);
    assertThat(published(again).possibleDuplicate()).isFalse();
  }

  @Test
  void killedAfterSendBeforeSettleStandardHoldsItTwiceAndItIsMarked() {
    given(2);
    History.Wanted one = message(EVENTS, "-");
    killAfterSend(one);
    assertThat(copies(one)).isEqualTo(2);
    History.Asked again = ask(one, 1, 5000);
    world.run(LONG);
    assertThat(published(again).possibleDuplicate()).isTrue();
  }

  private void killAfterSend(History.Wanted one) {
    world.troubles.loseNext("settle");
    ask(one, 0, 5000);
    world.run(Duration.ofSeconds(1));
    assertThat(copies(one)).isEqualTo(1);
    world.hosts.get(0).crash();
    world.run(LONG);
  }

  @Test
  void killedAfterSettleBeforeTheAnswerTheRetryIsAnsweredFromTheOutcome() {
    given(2);
    History.Wanted one = message(ORDERS, "g");
    world.troubles.loseAnswerOfNext("settle");
    ask(one, 0, 5000);
    world.run(Duration.ofMillis(200));
    world.hosts.get(0).crash();
    History.Asked again = ask(one, 1, 5000);
    world.run(Duration.ofSeconds(1));
    assertThat(again.isFinal()).isTrue();
    assertThat(again.tracked().orElseThrow().replayed()).isTrue();
    assertThat(copies(one)).isEqualTo(1);
  }

  @Test
  void theClaimantKilledDuringRecoveryNothingIsLost() {
    given(3);
    History.Wanted one = message(ORDERS, "g");
    world.troubles.loseNext(SEND);
    ask(one, 0, 5000);
    world.run(Duration.ofSeconds(1));
    world.hosts.get(0).crash();
    world.troubles.loseNext("takeOver");
    while (world.table.claimant().isEmpty()) {
      world.run(Duration.ofMillis(1));
    }
    world.run(Duration.ofMillis(100));
    Host claimant =
        world.hosts.stream()
            .filter(host -> world.table.claimant().equals(Optional.of(host.replica().id())))
            .findFirst()
            .orElseThrow();
    claimant.crash();
    world.run(LONG);
    assertThat(copies(one)).isEqualTo(1);
    assertThat(world.table.replicas()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"entry", "record"})
  void storeBatchHalfAppliedTheMissingWriteIsRepeated(String missing) {
    given(1);
    History.Wanted one = message(ORDERS, "g");
    world.troubles.leaveOutNext(missing, 1);
    History.Asked asked = ask(one, 0, 5000);
    world.run(Duration.ofSeconds(4));
    assertThat(asked.status()).contains(Status.PUBLISHED);
  }

  @Test
  void recordsWithoutJournalEntryTheRetryAdoptsThem() {
    given(2);
    History.Wanted one = message(ORDERS, "g");
    world.troubles.leaveOutNext("entry", 1000);
    ask(one, 0, 5000);
    world.run(Duration.ofSeconds(1));
    world.hosts.get(0).crash();
    world.run(LONG);
    assertThat(copies(one)).isZero();
    History.Asked again = ask(one, 1, 1000);
    world.run(LONG);
    assertThat(again.status()).contains(Status.RETRYING);
    assertThat(copies(one)).isEqualTo(1);
  }

  @Test
  void aJournalEntryThatNamesAMissingRecordIsIgnored() {
    given(2);
    History.Wanted one = message(ORDERS, "g");
    world.troubles.leaveOutNext("record", 1000);
    ask(one, 0, 5000);
    world.run(Duration.ofSeconds(1));
    world.hosts.get(0).crash();
    world.run(LONG);
    assertThat(copies(one)).isZero();
    assertThat(world.table.replicas()).hasSize(1);
  }

  @Test
  void twoReplicasGetTheSameKeyAtOnceOneInsertWins() {
    given(2);
    History.Wanted one = message(ORDERS, "g");
    History.Asked here = ask(one, 0, 5000);
    History.Asked there = ask(one, 1, 5000);
    world.run(Duration.ofSeconds(6));
    assertThat(id(here)).isEqualTo(id(there));
    assertThat(List.of(here, there))
        .filteredOn(asked -> asked.tracked().orElseThrow().replayed())
        .hasSize(1);
    assertThat(copies(one)).isEqualTo(1);
  }

  @Test
  void anAppenderStallsBetweenAddAndPutNothingIsLost() {
    List<History.Wanted> both = stallAnAppender(Sabotage.NONE);
    assertThat(copies(both.get(0))).isEqualTo(1);
    assertThat(copies(both.get(1))).isEqualTo(1);
    LaneId lane = LaneId.of(ORDERS.name(), new GroupId("g"));
    assertThat(world.table.head(lane).isClear()).isTrue();
    assertThat(world.table.head(lane).tail()).isEqualTo(3);
    assertThat(world.table.entries(lane).get(1L).<Boolean>fold(waiting -> false, gone -> true))
        .isTrue();
  }

  /** The same without what protects the stalled one: it is found missing. */
  @ParameterizedTest
  @EnumSource(
      value = Lie.class,
      names = {"TOMBSTONE_NOT_PUT", "TOMBSTONE_DELETED", "PUT_NOT_CHECKED"})
  void anAppenderThatStallsIsLostWithoutItsProtection(Lie lie) {
    stallAnAppender(
        new Sabotage() {
          @Override
          public void services(ModelTable table, ModelQueues queues) {
            table.lie(lie);
          }
        });
    world.checks.atTheEnd();
    assertThat(world.history.violations).isNotEmpty();
  }

  private List<History.Wanted> stallAnAppender(Sabotage lie) {
    given(2, lie, ModelTable.Margins.REAL, ORDERS);
    // Nobody can see who stands still: else the stalled one would be declared dead and recovered.
    world.troubles.outage(
        Duration.ZERO, Duration.ofMinutes(2), "all replicas", -1, Troubles.Fate.REFUSED);
    History.Wanted one = message(ORDERS, "g");
    History.Wanted other = message(ORDERS, "g");
    world.troubles.stallBeforeNext("put", Duration.ofSeconds(80));
    ask(one, 0, 0);
    world.run(Duration.ofSeconds(1));
    ask(other, 1, 0);
    world.run(Duration.ofSeconds(60));
    assertThat(copies(other)).isEqualTo(1);
    world.run(Duration.ofMinutes(1));
    // Whoever asks again relies on what the stalled one has written meanwhile.
    ask(one, 1, 1000);
    world.run(Duration.ofMinutes(1));
    return List.of(one, other);
  }

  @Test
  void theBrokerAnswersLateAfterTheLaneWasUsed() {
    given(2);
    History.Wanted one = message(ORDERS, "g");
    world.troubles.delayNext(SEND, Duration.ofMillis(9500));
    History.Asked asked = ask(one, 0, 1000);
    world.run(Duration.ofSeconds(4));
    assertThat(asked.status()).contains(Status.RETRYING);
    History.Wanted next = message(ORDERS, "g");
    ask(next, 1, 5000);
    world.run(LONG);
    assertThat(world.queues.on(ORDERS.name()))
        .extracting(ModelQueues.Held::body)
        .containsExactly(one.body(), next.body());
  }

  @Test
  void theBrokerAcceptsSevenOfTenTheRestIsTriedAgain() {
    given(1);
    world.troubles.leaveOutNext("send", 3);
    List<History.Asked> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(ask(message(ORDERS, "g" + i), 0, 5000));
    }
    world.run(Duration.ofSeconds(20));
    assertThat(all).allMatch(History.Asked::isFinal);
    assertThat(world.queues.all()).hasSize(10);
  }

  @Test
  void theBrokerIsDownForAnHourEverythingIsDrainedInOrderAfterwards() {
    given(3);
    world.troubles.outage(
        Duration.ZERO, Duration.ofMinutes(60), "send ", -1, Troubles.Fate.REFUSED);
    List<History.Asked> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(ask(message(ORDERS, "g" + i % 40), i % 3, 1000));
      world.run(Duration.ofMillis(500));
    }
    world.run(Duration.ofSeconds(10));
    assertThat(all).allMatch(asked -> asked.status().equals(Optional.of(Status.RETRYING)));
    assertThat(world.queues.all()).isEmpty();
    world.run(Duration.ofMinutes(70));
    assertThat(all).allSatisfy(asked -> assertThat(published(asked)).isNotNull());
    assertThat(world.queues.all()).hasSize(200);
  }

  @Test
  void oneDestinationIsDownOthersAreUntouched() {
    given(1);
    world.troubles.outage(
        Duration.ZERO, Duration.ofMinutes(5), "send events", -1, Troubles.Fate.REQUEST_LOST);
    History.Asked event = ask(message(EVENTS, "-"), 0, 1000);
    History.Asked order = ask(message(ORDERS, "g"), 0, 1000);
    world.run(Duration.ofSeconds(2));
    assertThat(order.status()).contains(Status.PUBLISHED);
    assertThat(event.status()).contains(Status.ACCEPTED);
    world.run(Duration.ofMinutes(10));
  }

  @Test
  void aReplicaPausedForAMinuteSendsLateAndFifoDropsIt() {
    given(2);
    History.Wanted one = message(ORDERS, "g");
    world.troubles.stallBeforeNext(SEND, Duration.ofSeconds(60));
    History.Asked asked = ask(one, 0, 5000);
    world.run(Duration.ofSeconds(50));
    assertThat(copies(one)).isEqualTo(1);
    world.run(LONG);
    assertThat(asked.answer).isInstanceOf(Answer.StoreFailed.class);
    assertThat(copies(one)).isEqualTo(1);
  }

  @Test
  void twoClientsRaceOnOneGroupNothingIsLost() {
    given(2);
    History.Wanted one = message(ORDERS, "g");
    History.Wanted other = message(ORDERS, "g");
    History.Asked here = ask(one, 0, 5000);
    History.Asked there = ask(other, 1, 5000);
    world.run(Duration.ofSeconds(6));
    assertThat(List.of(here, there)).allMatch(History.Asked::isFinal);
    assertThat(world.queues.all()).hasSize(2);
  }

  @Test
  void publishedButTheOutcomeCannotBeWrittenTheSameKeyFinishesTheWork() {
    given(1);
    world.troubles.outage(
        Duration.ZERO, Duration.ofSeconds(30), "settle", -1, Troubles.Fate.REFUSED);
    History.Wanted one = message(ORDERS, "g");
    History.Asked asked = ask(one, 0, 5000);
    world.run(Duration.ofSeconds(40));
    assertThat(mayBeAccepted(asked)).isTrue();
    History.Asked again = ask(one, 0, 5000);
    world.run(LONG);
    assertThat(again.status()).contains(Status.PUBLISHED);
    assertThat(copies(one)).isEqualTo(1);
  }

  @Test
  void aKeyDoesNotExpireWhileItsMessageWaitsInALane() {
    Limits shortLived =
        new Limits(
            256 * 1024,
            10,
            Duration.ofDays(14),
            4,
            new Retention(Duration.ofMinutes(2), Duration.ofDays(14)));
    given(
        1,
        Sabotage.NONE,
        new ModelTable.Margins(Duration.ofSeconds(10), Duration.ofSeconds(20)),
        Simulation.destination("orders.fifo", OnDead.BLOCK, shortLived));
    Destination orders = world.destinations.all().iterator().next();
    world.troubles.outage(Duration.ZERO, Duration.ofMinutes(4), "send ", -1, Troubles.Fate.REFUSED);
    History.Wanted one = message(orders, "g");
    History.Asked asked = ask(one, 0, 0);
    world.run(Duration.ofMinutes(3));
    world.table.expire(world.events.instant());
    History.Asked again = ask(one, 0, 0);
    world.run(Duration.ofMinutes(3));
    assertThat(id(again)).isEqualTo(id(asked));
    assertThat(copies(one)).isEqualTo(1);
  }

  @Test
  void aMessageThatIsTooLargeIsRefusedBeforeAnythingIsStored() {
    given(1);
    Call call =
        Workload.call(
            EVENTS, Optional.empty(), Guarantee.AT_LEAST_ONCE, "k", "x".repeat(300 * 1024));
    assertThatThrownBy(() -> world.hosts.get(0).replica().publisher().publish(call))
        .isInstanceOf(InvalidMessage.class);
    world.run(LONG);
    assertThat(world.table.journal()).isEmpty();
  }

  @Test
  void dynamoDbIsDownTrackedIsTold503AndAtMostOnceGoesOn() {
    given(1);
    world.troubles.outage(Duration.ZERO, Duration.ofMinutes(1), "", -1, Troubles.Fate.REFUSED);
    History.Asked tracked = ask(message(ORDERS, "g"), 0, 5000);
    History.Wanted once =
        world.want(
            Workload.call(EVENTS, Optional.empty(), Guarantee.AT_MOST_ONCE, "-", "at most once"));
    History.Asked untracked = ask(once, 0, 5000);
    world.run(Duration.ofSeconds(20));
    assertThat(mayBeAccepted(tracked)).isFalse();
    assertThat(untracked.answer).isInstanceOf(Answer.Sent.class);
  }

  @Test
  void whereTheStoresAnswersAreLostWhatMayBeWrittenIsNotDenied() {
    given(1);
    world.troubles.outage(
        Duration.ZERO, Duration.ofSeconds(2), "insert", -1, Troubles.Fate.ANSWER_LOST);
    world.troubles.outage(
        Duration.ofSeconds(2), Duration.ofMinutes(1), "", -1, Troubles.Fate.REFUSED);
    History.Asked asked = ask(message(ORDERS, "g"), 0, 5000);
    world.run(Duration.ofSeconds(20));
    assertThat(mayBeAccepted(asked)).isTrue();
    world.run(LONG);
  }

  private static boolean mayBeAccepted(History.Asked asked) {
    return ((Answer.StoreFailed) asked.answer).mayBeAccepted();
  }
}
