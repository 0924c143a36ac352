package dev.postern.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.Destinations;
import dev.postern.lane.Backlog;
import dev.postern.lane.ByHand;
import dev.postern.lane.LaneEntry;
import dev.postern.lane.LaneId;
import dev.postern.ledger.StoreUnavailable;
import dev.postern.message.GroupId;
import dev.postern.model.Line;
import dev.postern.model.ModelLanes;
import dev.postern.model.ModelTable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How much waits is known to who reads it, and asked of the store at a bounded pace only. */
class BacklogWatchTest {
  private static final LaneId LANE = LaneId.of(Given.NAME, new GroupId("g"));

  private final Given.Time time = new Given.Time();
  private final ModelLanes lanes = new ModelLanes(new ModelTable(), Line.PERFECT);
  private int looks;
  private boolean isDown;
  private final BacklogWatch watch =
      new BacklogWatch(
          new Backlog(lanes, byHand(), time), new Destinations(List.of(Given.destination())), time);

  /** Lists the one lane that there is, and its first message. */
  private ByHand byHand() {
    return (ByHand)
        Proxy.newProxyInstance(
            ByHand.class.getClassLoader(),
            new Class<?>[] {ByHand.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "shelved" -> shelved((ByHand.Shelf) arguments[0]);
                  case "entriesAt" ->
                      CompletableFuture.completedFuture(
                          Map.of(LANE, new LaneEntry.Waiting(Given.id("1"), Optional.empty())));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private CompletableFuture<List<ByHand.Place>> shelved(ByHand.Shelf shelf) {
    if (isDown) {
      return CompletableFuture.failedFuture(new StoreUnavailable("down", null, false));
    }
    boolean first = shelf.dueShard().isPresent() && shelf.dueShard().getAsInt() == 0;
    looks += first ? 1 : 0;
    return CompletableFuture.completedFuture(
        first ? List.of(new ByHand.Place(LANE, Given.NOW)) : List.of());
  }

  private double depth() {
    return watch.depth(Given.NAME);
  }

  private void append(int messages) {
    for (int i = 0; i < messages; i++) {
      assertThat(lanes.reserve(LANE, Given.NOW)).isNotNull();
    }
  }

  @Test
  void readingDoesNotAskTheStore() {
    append(2);

    assertThat(depth()).isNaN();
    assertThat(looks).isZero();

    time.pass(Duration.ofSeconds(1));
    assertThat(depth()).isEqualTo(2);
    assertThat(watch.blockedGroups(Given.NAME)).isZero();
    assertThat(watch.oldestAge(Given.NAME)).isEqualTo(1);
  }

  @Test
  void whoReadsOftenAsksTheStoreEveryTenSecondsOnly() {
    append(2);
    for (int second = 0; second < 60; second++) {
      assertThat(depth()).isIn(Double.NaN, 2.0);
      time.pass(Duration.ofSeconds(1));
    }
    assertThat(looks).isBetween(5, 7);
  }

  @Test
  void whatComesIsSeenWithinTenSecondsAndAgesMeanwhile() {
    append(1);
    assertThat(depth()).isNaN();
    time.pass(Duration.ofSeconds(1));
    append(4);

    time.pass(Duration.ofSeconds(11));

    assertThat(depth()).isEqualTo(5);
    assertThat(watch.oldestAge(Given.NAME)).isEqualTo(12);
  }

  @Test
  void whereNobodyReadsAnyMoreTheStoreIsLeftAlone() {
    append(1);
    assertThat(depth()).isNaN();
    time.pass(Duration.ofMinutes(5));
    int asked = looks;
    time.pass(Duration.ofMinutes(5));
    assertThat(looks).isEqualTo(asked);

    assertThat(depth()).isNaN();
    time.pass(Duration.ofSeconds(1));
    assertThat(depth()).isEqualTo(1);
  }

  @Test
  void whatCanNotBeCountedIsNotKnown() {
    append(1);
    assertThat(depth()).isNaN();
    time.pass(Duration.ofSeconds(1));
    assertThat(depth()).isEqualTo(1);

    isDown = true;
    time.pass(Duration.ofSeconds(21));
    assertThat(depth()).isNaN();

    isDown = false;
    time.pass(Duration.ofSeconds(11));
    assertThat(depth()).isEqualTo(1);
  }
}
