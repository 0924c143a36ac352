package dev.postern.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postern.message.CausalClock.Order;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Happens-before is a strict partial order, and merging gives the least clock that is around. */
class CausalClockTest {
  private static final int CASES = 20_000;
  private static final Producer[] PRODUCERS = {
    new Producer("a"), new Producer("b"), new Producer("c")
  };

  private final Random random = new Random(20_261_124);

  /** Few producers and small counts, so that every way to stand to each other comes up often. */
  private CausalClock any() {
    CausalClock clock = CausalClock.START;
    for (Producer producer : PRODUCERS) {
      int count = random.nextInt(4);
      clock = count == 0 ? clock : clock.with(producer, count);
    }
    return clock;
  }

  private static boolean isBefore(CausalClock one, CausalClock other) {
    return one.order(other) == Order.BEFORE;
  }

  @Test
  void happensBeforeIsAStrictPartialOrder() {
    int chains = 0;
    for (int i = 0; i < CASES; i++) {
      CausalClock a = any();
      CausalClock b = any();
      CausalClock c = any();
      assertThat(a.order(a)).isEqualTo(Order.EQUAL);
      assertThat(isBefore(a, b) && isBefore(b, a)).isFalse();
      if (isBefore(a, b) && isBefore(b, c)) {
        chains++;
        assertThat(isBefore(a, c)).isTrue();
      }
    }
    assertThat(chains).isGreaterThan(CASES / 100);
  }

  @Test
  void theOtherSideSeesTheReverse() {
    for (int i = 0; i < CASES; i++) {
      CausalClock a = any();
      CausalClock b = any();
      assertThat(b.order(a))
          .isEqualTo(
              switch (a.order(b)) {
                case BEFORE -> Order.AFTER;
                case AFTER -> Order.BEFORE;
                case EQUAL -> Order.EQUAL;
                case CONCURRENT -> Order.CONCURRENT;
              });
      assertThat(a.order(b) == Order.EQUAL).isEqualTo(a.equals(b));
    }
  }

  @Test
  void mergingIsCommutativeAssociativeAndIdempotent() {
    for (int i = 0; i < CASES; i++) {
      CausalClock a = any();
      CausalClock b = any();
      CausalClock c = any();
      assertThat(a.merge(b)).isEqualTo(b.merge(a));
      assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
      assertThat(a.merge(a)).isEqualTo(a);
      assertThat(a.merge(CausalClock.START)).isEqualTo(a);
    }
  }

  @Test
  void aMergeIsTheLeastThatIsAroundBoth() {
    for (int i = 0; i < CASES; i++) {
      CausalClock a = any();
      CausalClock b = any();
      CausalClock around = any();
      assertThat(a.isWithin(a.merge(b))).isTrue();
      assertThat(b.isWithin(a.merge(b))).isTrue();
      if (a.isWithin(around) && b.isWithin(around)) {
        assertThat(a.merge(b).isWithin(around)).isTrue();
      }
    }
  }

  @Test
  void theNextMessageOfAProducerComesAfterAllThatItHadSeen() {
    for (int i = 0; i < CASES; i++) {
      CausalClock seen = any();
      Producer producer = PRODUCERS[random.nextInt(PRODUCERS.length)];
      CausalClock next = seen.with(producer, seen.of(producer) + 1 + random.nextInt(3));
      assertThat(seen.order(next)).isEqualTo(Order.BEFORE);
    }
  }

  @Test
  void messagesOfTwoWhoDidNotSeeEachOtherAreConcurrent() {
    for (int i = 0; i < CASES; i++) {
      CausalClock seen = any();
      CausalClock one = seen.with(PRODUCERS[0], seen.of(PRODUCERS[0]) + 1);
      CausalClock other = seen.with(PRODUCERS[1], seen.of(PRODUCERS[1]) + 1);
      assertThat(one.order(other)).isEqualTo(Order.CONCURRENT);
    }
  }

  @Test
  void aClockHasAtMostSixtyFourProducers() {
    TreeMap<Producer, Long> counts = new TreeMap<>();
    for (int i = 0; i < CausalClock.MOST_PRODUCERS; i++) {
      counts.put(new Producer("p" + i), 1L);
    }
    CausalClock full = new CausalClock(counts);
    assertThat(full.with(new Producer("p0"), 2).counts()).hasSize(64);
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(() -> full.with(new Producer("one-more"), 1))
        .withMessageContaining("at most 64 producers");
  }
}
