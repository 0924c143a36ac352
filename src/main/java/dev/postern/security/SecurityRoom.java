package dev.postern.security;

import dev.postern.api.Caller;
import dev.postern.api.Callers;
import dev.postern.api.Quotas;
import dev.postern.destination.Destinations;
import dev.postern.destination.Section;
import dev.postern.flow.Scheduler;
import dev.postern.log.Log;
import dev.postern.message.Tenant;
import dev.postern.subscription.Subscriptions;
import io.quarkus.security.identity.IdentityProviderManager;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the room together, before the first request: what is wrong stops the start. */
@Singleton
class SecurityRoom {
  private static final Log LOG = Log.of(SecurityRoom.class);

  /** Where security is off. */
  private static final Callers EVERYONE =
      new Callers() {
        @Override
        public List<String> challenges() {
          return List.of(ASK_FOR_KEY);
        }

        @Override
        public CompletionStage<Caller> identify(RoutingContext request) {
          return CompletableFuture.completedFuture(Caller.ANYONE);
        }

        @Override
        public Optional<Caller> withKey(String apiKey) {
          return Optional.of(Caller.ANYONE);
        }
      };

  @Produces
  @Singleton
  static Callers callers(
      SecurityConfig config,
      IdentityProviderManager provider,
      @ConfigProperty(name = "quarkus.oidc.token.audience") Optional<List<String>> audience) {
    boolean byToken =
        new Section("postern.security.oidc").isTrue("enabled", config.oidc().enabled());
    if (new Section("postern.security").isTrue("enabled", config.enabled())) {
      return known(config, byToken, provider, audience);
    }
    if (!config.apiKeys().isEmpty() || byToken) {
      LOG.warn("postern.security.enabled is false: API keys and tokens guard nothing");
    }
    return EVERYONE;
  }

  /**
   * Knows callers by keys, and by tokens where they are taken.
   *
   * @throws IllegalArgumentException where nobody is known, or tokens for others would be taken
   */
  private static Callers known(
      SecurityConfig config,
      boolean byToken,
      IdentityProviderManager provider,
      Optional<List<String>> audience) {
    ApiKeys keys = ApiKeys.read(config.apiKeys());
    Roles roles = Roles.read(config.oidc().roles());
    if (!byToken && keys.isEmpty()) {
      throw new IllegalArgumentException(
          "postern.security.enabled is true, but nobody is known: set"
              + " postern.security.api-keys.<name>.sha256 and"
              + " postern.security.api-keys.<name>.permissions, or"
              + " postern.security.oidc.enabled=true and quarkus.oidc.auth-server-url, or"
              + " postern.security.enabled=false where everyone may do everything");
    }
    if (byToken && audience.filter(names -> !names.isEmpty()).isEmpty()) {
      throw new IllegalArgumentException(
          "postern.security.oidc.enabled is true, but quarkus.oidc.token.audience is not set: it"
              + " must say what the provider calls Postern, or tokens that were made for others"
              + " would be taken");
    }
    return new KnownCallers(
        keys,
        byToken
            ? Optional.of(new BearerTokens(provider, roles, config.oidc().tenantClaim()))
            : Optional.empty());
  }

  @Produces
  @Singleton
  static Quotas quotas(
      SecurityConfig config,
      Destinations destinations,
      Subscriptions subscriptions,
      Scheduler scheduler) {
    Set<Tenant> tenants = new HashSet<>();
    destinations.all().forEach(destination -> tenants.add(destination.tenant()));
    subscriptions.all().forEach(subscription -> tenants.add(subscription.tenant()));
    return TokenBuckets.read(config.quota(), tenants, scheduler);
  }
}
