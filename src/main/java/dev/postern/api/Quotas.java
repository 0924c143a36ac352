package dev.postern.api;

import dev.postern.message.Tenant;
import java.time.Duration;
import java.util.Optional;

/** How much each tenant may ask for here. Thread-safe, and never blocks. */
public interface Quotas {
  /** Where nothing is bounded. */
  Quotas NONE =
      new Quotas() {
        @Override
        public Optional<Allowance> call(Tenant tenant) {
          return Optional.empty();
        }

        @Override
        public Duration more(Tenant tenant, int messages) {
          return Duration.ZERO;
        }
      };

  /** Takes a call, which may be one message; empty where the tenant has no quota. */
  Optional<Allowance> call(Tenant tenant);

  /**
   * Counts further messages of a call that was let in. They are never refused, since a part of them
   * may be under way: who takes more than it has is refused the next calls until that is made up.
   *
   * @return for how long to take nothing more of that call
   */
  Duration more(Tenant tenant, int messages);
}
