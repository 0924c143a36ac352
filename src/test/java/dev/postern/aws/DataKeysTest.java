package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.ledger.StoreUnavailable;
import dev.postern.message.Bytes;
import dev.postern.testing.EmbeddedAws;
import dev.postern.testing.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data keys are used for minutes, renewed before they end, and never used beyond. */
@Timeout(120)
class DataKeysTest {
  private static final String GENERATE = "GenerateDataKey";
  private static final String DECRYPT = "Decrypt";

  private final AtomicLong ticks = new AtomicLong();
  private final DataKeys keys = fresh();

  private DataKeys fresh() {
    return SealedTable.keys(
        EmbeddedAws.endpoints().kmsProxy(), Optional.of(SealedTable.KEY), ticks::get);
  }

  @BeforeEach
  void count() {
    Faults.forgetCalls();
  }

  @AfterEach
  void clear() {
    Faults.clear();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static long calls(String action) {
    return Faults.calls(Faults.Service.KMS, action);
  }

  private void pass(Duration time) {
    ticks.addAndGet(time.toNanos());
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void oneKeySealsForMinutes() {
    DataKey first = get(keys.forSealing());
    pass(DataKeys.LIFETIME.minusMinutes(2));

    assertThat(get(keys.forSealing())).isSameAs(first);
    assertThat(calls(GENERATE)).isEqualTo(1);
  }

  @Test
  void whoAsksAtTheSameTimeSharesTheCall() {
    List<CompletionStage<DataKey>> asked = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      asked.add(keys.forSealing());
    }

    Set<Bytes> given = new HashSet<>();
    asked.forEach(each -> given.add(get(each).encrypted()));
    assertThat(given).hasSize(1);
    assertThat(calls(GENERATE)).isEqualTo(1);
  }

  @Test
  void theNextKeyIsAskedForWhileTheOldOneIsStillGood() {
    DataKey first = get(keys.forSealing());
    pass(DataKeys.LIFETIME.minusSeconds(30));

    CompletionStage<DataKey> meanwhile = keys.forSealing();

    assertThat(meanwhile.toCompletableFuture()).isCompletedWithValue(first);
    until(() -> !get(keys.forSealing()).equals(first));
    assertThat(calls(GENERATE)).isEqualTo(2);
  }

  @Test
  void noKeySealsMoreThanItsShare() {
    Set<Bytes> used = new HashSet<>();
    for (int i = 0; i < 2 * DataKeys.MOST_USES; i++) {
      used.add(get(keys.forSealing()).encrypted());
    }

    // Each was replaced ahead of need, so there may be one more than two.
    assertThat(used.size()).isBetween(2, 3);
  }

  @Test
  void whileKmsIsAwayTheKeyIsUsedToItsEndAndNoLonger() {
    DataKey first = get(keys.forSealing());
    Faults.in(Faults.Service.KMS).status(500, "KMSInternalException");

    pass(DataKeys.LIFETIME.minusSeconds(1));
    assertThat(get(keys.forSealing())).isSameAs(first);
    pass(Duration.ofSeconds(1));
    assertUnavailable(keys.forSealing());

    // And as soon as it answers again, there is another
    Faults.clear();
    pass(DataKeys.PAUSE);
    assertThat(get(keys.forSealing())).isNotSameAs(first);
  }

  @Test
  void kmsIsNotAskedAgainAtOnceWhileItFails() {
    Faults.in(Faults.Service.KMS).status(500, "KMSInternalException");
    for (int i = 0; i < 50; i++) {
      assertUnavailable(keys.forSealing());
    }
    assertThat(calls(GENERATE)).isEqualTo(1);

    pass(DataKeys.PAUSE);
    assertUnavailable(keys.forSealing());
    assertThat(calls(GENERATE)).isEqualTo(2);
  }

  @Test
  void aKeyOfItsOwnIsOpenedWithoutKms() {
    DataKey own = get(keys.forSealing());

    assertThat(get(keys.forOpening(own.encrypted()))).isEqualTo(own.plain());
    assertThat(calls(DECRYPT)).isZero();
  }

  @Test
  void anothersKeyIsOpenedOnceForMinutes() {
    DataKey another = get(fresh().forSealing());

    CompletableFuture<?> first = keys.forOpening(another.encrypted()).toCompletableFuture();
    assertThat(get(keys.forOpening(another.encrypted()))).isEqualTo(another.plain());
    first.join();
    assertThat(calls(DECRYPT)).isEqualTo(1);

    pass(DataKeys.LIFETIME);
    assertThat(get(keys.forOpening(another.encrypted()))).isEqualTo(another.plain());
    assertThat(calls(DECRYPT)).isEqualTo(2);
  }

  @Test
  void aFailureToOpenIsNotRemembered() {
    DataKey another = get(fresh().forSealing());
    Faults.in(Faults.Service.KMS).action(DECRYPT).times(1).status(500, "KMSInternalException");

    assertUnavailable(keys.forOpening(another.encrypted()));

    assertThat(get(keys.forOpening(another.encrypted()))).isEqualTo(another.plain());
  }

  private static void assertUnavailable(CompletionStage<?> stage) {
    assertThatThrownBy(() -> get(stage)).hasCauseInstanceOf(StoreUnavailable.class);
  }
}
