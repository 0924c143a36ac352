package dev.postern.security;

import dev.postern.api.Allowance;
import dev.postern.api.Quotas;
import dev.postern.destination.Section;
import dev.postern.flow.Scheduler;
import dev.postern.message.Tenant;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A token bucket for each tenant that has anything here, at this replica alone. All others share
 * one: whatever tenants tokens may name, there are no more buckets than configured.
 */
final class TokenBuckets implements Quotas {
  private static final Section SECTION = new Section("postern.security.quota");
  private static final int MOST_PER_SECOND = 1_000_000;
  private static final int MOST_BURST = 10_000_000;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** What one tenant has: that much in a second, and that much at once. */
  private record Quota(int perSecond, int burst) {
    /** Seconds in which an empty bucket is full. */
    long window() {
      return (burst + perSecond - 1L) / perSecond;
    }
  }

  private record Held(Quota quota, Bucket bucket) {}

  private final Map<String, Optional<Held>> byTenant = new TreeMap<>();
  private final Optional<Held> others;

  private TokenBuckets(
      SecurityConfig.Quota config, Collection<Tenant> tenants, Scheduler scheduler) {
    Optional<Quota> usual =
        config.perSecond().isPresent()
            ? Optional.of(quota(SECTION, config.perSecond().getAsInt(), config.burst()))
            : Optional.empty();
    tenants.forEach(tenant -> byTenant.put(tenant.name(), held(usual, scheduler)));
    config
        .tenants()
        .forEach((name, own) -> byTenant.put(name, held(Optional.of(own(name, own)), scheduler)));
    this.others = held(usual, scheduler);
  }

  /**
   * The quotas that are configured, by this clock.
   *
   * @param tenants those that have a destination or subscription
   * @throws IllegalArgumentException naming the property and what is allowed
   */
  static Quotas read(SecurityConfig.Quota config, Collection<Tenant> tenants, Scheduler scheduler) {
    if (config.perSecond().isEmpty() && config.burst().isPresent()) {
      throw SECTION.wrong("burst", "is set, but per-second is not");
    }
    boolean none = config.perSecond().isEmpty() && config.tenants().isEmpty();
    return none ? Quotas.NONE : new TokenBuckets(config, tenants, scheduler);
  }

  private static Quota own(String name, SecurityConfig.Own own) {
    Section section = new Section(SECTION.prefix() + ".tenants." + name);
    try {
      new Tenant(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(section.prefix() + ": " + e.getMessage(), e);
    }
    return quota(section, own.perSecond(), own.burst());
  }

  private static Quota quota(Section section, int perSecond, OptionalInt burst) {
    section.within("per-second", perSecond, 1, MOST_PER_SECOND, "");
    int most = burst.orElse(perSecond);
    section.within("burst", most, 1, MOST_BURST, "");
    return new Quota(perSecond, most);
  }

  private static Optional<Held> held(Optional<Quota> quota, Scheduler scheduler) {
    return quota.map(
        it ->
            new Held(
                it,
                Bucket.builder()
                    .addLimit(
                        limit ->
                            limit
                                .capacity(it.burst())
                                .refillGreedy(it.perSecond(), Duration.ofSeconds(1)))
                    .withCustomTimePrecision(new Ticks(scheduler))
                    .build()));
  }

  private Optional<Held> held(Tenant tenant) {
    return byTenant.getOrDefault(tenant.name(), others);
  }

  @Override
  public Optional<Allowance> call(Tenant tenant) {
    return held(tenant)
        .map(
            held -> {
              ConsumptionProbe probe = held.bucket().tryConsumeAndReturnRemaining(1);
              return new Allowance(
                  probe.isConsumed(),
                  held.quota().burst(),
                  held.quota().window(),
                  Math.max(0, probe.getRemainingTokens()),
                  seconds(probe.getNanosToWaitForReset()),
                  (int) Math.max(1, seconds(probe.getNanosToWaitForRefill())));
            });
  }

  private static long seconds(long nanos) {
    return (nanos + SECOND - 1) / SECOND;
  }

  @Override
  public Duration more(Tenant tenant, int messages) {
    return held(tenant)
        .filter(held -> messages > 0)
        .map(held -> Duration.ofNanos(held.bucket().consumeIgnoringRateLimits(messages)))
        .orElse(Duration.ZERO);
  }

  /** This process's own clock, for buckets. */
  private record Ticks(Scheduler scheduler) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return scheduler.ticks();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
