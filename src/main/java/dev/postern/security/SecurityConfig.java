package dev.postern.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code postern.security}. */
@ConfigMapping(prefix = "postern.security")
public interface SecurityConfig {
  /** Whether callers must be known; else all are one tenant and may do everything. */
  @WithDefault("true")
  String enabled();

  /** By the names of the callers: 1 to 64 characters of a-z, 0-9 and -. */
  Map<String, ApiKey> apiKeys();

  /** Bearer tokens; the provider that issues them is configured by {@code quarkus.oidc}. */
  Oidc oidc();

  /** How much each tenant may ask for. */
  Quota quota();

  /** What is known of one caller. */
  interface ApiKey {
    /** SHA-256 of the key, 64 lower-case hexadecimal digits; one, or the new and the old one. */
    @WithName("sha256")
    Optional<List<String>> sha256();

    /** The one tenant that it acts for. */
    @WithDefault("default")
    String tenant();

    /** Such as {@code publish:orders}; at least one. */
    Optional<List<String>> permissions();
  }

  /** What tokens tell. */
  interface Oidc {
    /** Whether callers are known by bearer tokens, too. */
    @WithDefault("false")
    String enabled();

    /** The claim that names the tenant; without one all tokens are of the tenant default. */
    Optional<String> tenantClaim();

    /** By the roles of tokens: such permissions as {@code publish:orders}. */
    Map<String, List<String>> roles();
  }

  /** Messages and calls of a tenant, at each replica. */
  interface Quota {
    /** What each may have in a second, 1 to 1000000; without it there is no bound. */
    OptionalInt perSecond();

    /** What each may have at once after a pause, 1 to 10000000; by default that of a second. */
    OptionalInt burst();

    /** By the names of tenants that have others. */
    Map<String, Own> tenants();
  }

  /** What one tenant has instead. */
  interface Own {
    /** In a second, 1 to 1000000. */
    int perSecond();

    /** At once after a pause, 1 to 10000000; by default that of a second. */
    OptionalInt burst();
  }
}
