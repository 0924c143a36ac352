package dev.postern.security;

import dev.postern.api.Caller;
import dev.postern.api.Callers;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Puts the room together, before the first request: what is wrong stops the start. */
@Singleton
class SecurityRoom {
  private static final Logger LOG = Logger.getLogger(SecurityRoom.class);

  @Produces
  @Singleton
  static Callers callers(SecurityConfig config) {
    if (config.enabled()) {
      return ApiKeys.read(config.apiKeys());
    }
    if (!config.apiKeys().isEmpty()) {
      LOG.warn("postern.security.enabled is false: the API keys guard nothing");
    }
    return headers -> Caller.ANYONE;
  }
}
