package dev.postern.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.Destination;
import dev.postern.model.ModelQueues;
import dev.postern.publish.Answer;
import dev.postern.publish.InOrder;
import dev.postern.publish.OneOfMany;
import dev.postern.publish.PublishMany;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages of one request are as if each had been sent once the one before was answered. */
class InOrderTest extends Scene {
  private static final PublishMany.Waiting WAITING =
      new PublishMany.Waiting(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(25));

  private List<CompletableFuture<OneOfMany>> publish(
      Destination destination, boolean stream, List<History.Wanted> messages) {
    List<CompletableFuture<OneOfMany>> results = new ArrayList<>();
    Host host = world.hosts.get(0);
    host.process()
        .at(
            world.events.now(),
            () -> {
              PublishMany many = host.replica().publishMany();
              InOrder request =
                  stream ? many.stream(destination, WAITING) : many.batch(destination, WAITING);
              messages.forEach(
                  each ->
                      results.add(
                          request
                              .publish(each.call.key(), each.call.message())
                              .toCompletableFuture()));
            });
    return results;
  }

  private List<String> bodies() {
    return world.queues.on(ORDERS.name()).stream().map(ModelQueues.Held::body).toList();
  }

  private static List<String> bodies(List<History.Wanted> messages) {
    return messages.stream().map(History.Wanted::body).toList();
  }

  private List<History.Wanted> messages(int count) {
    return Stream.generate(() -> message(ORDERS, "g")).limit(count).toList();
  }

  private static boolean isTracked(CompletableFuture<OneOfMany> result) {
    return result.join() instanceof OneOfMany.Answered answered
        && answered.answer() instanceof Answer.Tracked;
  }

  @Test
  void aGroupOfABatchStaysInOrderWhereTheFirstSendIsLost() {
    given(2);
    world.troubles.loseNext(SEND);
    List<History.Wanted> messages = messages(5);

    List<CompletableFuture<OneOfMany>> results = publish(ORDERS, false, messages);
    world.run(LONG);

    assertThat(results).hasSize(5).allMatch(InOrderTest::isTracked);
    assertThat(bodies()).isEqualTo(bodies(messages));
  }

  @Test
  void whereTheStoreFailsTheRestOfTheGroupIsRefusedAndSentAgainKeepsTheOrder() {
    given(2);
    List<History.Wanted> messages = messages(3);
    world.troubles.outage(
        Duration.ZERO, Duration.ofSeconds(20), "insert", -1, Troubles.Fate.REFUSED);

    List<CompletableFuture<OneOfMany>> results = publish(ORDERS, false, messages);
    world.run(Duration.ofSeconds(15));
    assertThat(results.get(0).join()).isInstanceOf(OneOfMany.Answered.class);
    assertThat(isTracked(results.get(0))).isFalse();
    assertThat(results.subList(1, 3))
        .allMatch(result -> result.join() instanceof OneOfMany.PredecessorRefused);

    world.run(Duration.ofSeconds(15));
    List<CompletableFuture<OneOfMany>> again = publish(ORDERS, false, messages);
    world.run(LONG);
    assertThat(again).hasSize(3).allMatch(InOrderTest::isTracked);
    assertThat(bodies()).isEqualTo(bodies(messages));
  }

  @Test
  void theSameKeyTwiceIsAReplayOfTheFirst() {
    given(1);
    History.Wanted one = message(EVENTS, "-");

    List<CompletableFuture<OneOfMany>> results = publish(EVENTS, true, List.of(one, one));
    world.run(LONG);

    assertThat(results.stream().map(InOrderTest::replayed)).containsExactly(false, true);
    assertThat(copies(one)).isEqualTo(1);
  }

  private static boolean replayed(CompletableFuture<OneOfMany> result) {
    return ((Answer.Tracked) ((OneOfMany.Answered) result.join()).answer()).replayed();
  }

  /** Each message takes seconds, so the turn of the last ones does not come in time. */
  @Test
  void aBatchIsAnsweredInTimeHoweverSlowTheStore() {
    given(1);
    for (int i = 0; i < 100; i++) {
      world.troubles.delayNext("insert", Duration.ofMillis(1500));
    }
    List<History.Wanted> messages = messages(100);

    List<CompletableFuture<OneOfMany>> results = publish(ORDERS, false, messages);
    world.run(Duration.ofSeconds(35));

    assertThat(results).hasSize(100).allMatch(CompletableFuture::isDone);
    assertThat(results.get(99).join()).isInstanceOf(OneOfMany.PredecessorRefused.class);
    assertThat(results).anyMatch(result -> result.join() instanceof OneOfMany.NotBegun);
    long accepted = results.stream().filter(InOrderTest::isTracked).count();
    world.run(LONG);
    assertThat(bodies()).isEqualTo(bodies(messages).subList(0, (int) accepted));
  }
}
