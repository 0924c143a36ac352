package dev.postern.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.Allowance;
import dev.postern.api.Quotas;
import dev.postern.flow.Scheduler;
import dev.postern.message.Tenant;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each tenant gets what it has, and nobody else's. */
class TokenBucketsTest {
  private static final String QUOTA = "postern.security.quota.";
  private static final Tenant SHOP = new Tenant("shop");
  private static final Tenant BANK = new Tenant("bank");
  private static final Tenant STRANGER = new Tenant("stranger");

  private final Clock clock = new Clock();

  @Test
  void withoutAQuotaNothingIsBounded() {
    Quotas quotas = quotas(Map.of());

    for (int i = 0; i < 1_000; i++) {
      assertThat(quotas.call(SHOP)).isEmpty();
    }
    assertThat(quotas.more(SHOP, 1_000_000)).isZero();
  }

  @Test
  void afterItsBurstATenantGetsAsMuchAsItHasInASecond() {
    Quotas quotas = quotas(Map.of(QUOTA + "per-second", "2", QUOTA + "burst", "6"));

    for (int left = 5; left >= 0; left--) {
      Allowance allowance = quotas.call(SHOP).orElseThrow();
      assertThat(allowance.granted()).isTrue();
      assertThat(allowance.left()).isEqualTo(left);
    }
    assertThat(quotas.call(SHOP).orElseThrow()).isEqualTo(new Allowance(false, 6, 3, 0, 3, 1));
    clock.pass(Duration.ofSeconds(1));
    assertThat(quotas.call(SHOP).orElseThrow().granted()).isTrue();
    assertThat(quotas.call(SHOP).orElseThrow().granted()).isTrue();
    assertThat(quotas.call(SHOP).orElseThrow().granted()).isFalse();
  }

  @Test
  void whatOneTenantUsesUpIsNotAnothers() {
    Quotas quotas = quotas(Map.of(QUOTA + "per-second", "1"));

    quotas.call(SHOP);

    assertThat(quotas.call(SHOP).orElseThrow().granted()).isFalse();
    assertThat(quotas.call(BANK).orElseThrow().granted()).isTrue();
  }

  @Test
  void aTenantMayHaveItsOwn() {
    Quotas quotas =
        quotas(
            Map.of(
                QUOTA + "per-second", "1",
                QUOTA + "tenants.bank.per-second", "10",
                QUOTA + "tenants.bank.burst", "20"));

    assertThat(quotas.call(SHOP).orElseThrow().burst()).isEqualTo(1);
    assertThat(quotas.call(BANK).orElseThrow().burst()).isEqualTo(20);
  }

  @Test
  void onlyWhoIsNamedIsBoundedWhereThereIsNoQuotaForAll() {
    Quotas quotas = quotas(Map.of(QUOTA + "tenants.bank.per-second", "1"));

    assertThat(quotas.call(BANK)).isPresent();
    assertThat(quotas.call(SHOP)).isEmpty();
    assertThat(quotas.call(STRANGER)).isEmpty();
  }

  /** Tokens may name any number of tenants; none of those that have nothing here gets a bucket. */
  @Test
  void allWhoHaveNothingHereShareOneQuota() {
    Quotas quotas = quotas(Map.of(QUOTA + "per-second", "1"));

    quotas.call(STRANGER);

    assertThat(quotas.call(new Tenant("another-stranger")).orElseThrow().granted()).isFalse();
    assertThat(quotas.call(SHOP).orElseThrow().granted()).isTrue();
  }

  @Test
  void aBatchIsNeverRefusedInItsMidstButMadeUpForByTheNextCalls() {
    Quotas quotas = quotas(Map.of(QUOTA + "per-second", "10"));

    // Given a batch of thirty
    quotas.call(SHOP);
    Duration pause = quotas.more(SHOP, 29);

    // Then the twenty that were not there are to come first
    assertThat(pause).isEqualTo(Duration.ofSeconds(2));
    Allowance refused = quotas.call(SHOP).orElseThrow();
    assertThat(refused.granted()).isFalse();
    assertThat(refused.left()).isZero();
    assertThat(refused.next()).isEqualTo(3);
    clock.pass(Duration.ofSeconds(3));
    assertThat(quotas.call(SHOP).orElseThrow().granted()).isTrue();
  }

  @Test
  void aPauseAsLongAsTheProcessRunsFillsNoMoreThanTheBurst() {
    Quotas quotas = quotas(Map.of(QUOTA + "per-second", "1000000", QUOTA + "burst", "10000000"));

    quotas.call(SHOP);
    clock.pass(Duration.ofDays(3650));

    assertThat(quotas.call(SHOP).orElseThrow().left()).isEqualTo(9_999_999);
  }

  @ParameterizedTest
  @CsvSource({
    "per-second, 0, postern.security.quota.per-second is 0",
    "per-second, 1000001, postern.security.quota.per-second is 1000001",
    "burst, 5, postern.security.quota.burst is set",
    "tenants.bank.per-second, 0, postern.security.quota.tenants.bank.per-second is 0",
    "tenants.Bank!.per-second, 1, postern.security.quota.tenants.Bank!: "
  })
  void aQuotaThatIsNoneStopsTheStartByItsName(String property, String value, String complaint) {
    assertThatThrownBy(() -> quotas(Map.of(QUOTA + property, value)))
        .hasMessageContaining(complaint);
  }

  private Quotas quotas(Map<String, String> settings) {
    SecurityConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(SecurityConfig.class)
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build()
            .getConfigMapping(SecurityConfig.class);
    return TokenBuckets.read(config.quota(), Set.of(SHOP, BANK), clock);
  }

  /** Time that passes when it is told to. */
  private static final class Clock implements Scheduler {
    private long ticks = -5;

    void pass(Duration time) {
      ticks += time.toNanos();
    }

    @Override
    public long ticks() {
      return ticks;
    }

    @Override
    public Instant now() {
      throw new AssertionError("a quota goes by the monotonic clock");
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      throw new AssertionError("a quota needs no tasks");
    }

    @Override
    public RandomGenerator random() {
      throw new AssertionError("nor chance");
    }

    @Override
    public void execute(Runnable task) {
      throw new AssertionError("nor another thread");
    }
  }
}
