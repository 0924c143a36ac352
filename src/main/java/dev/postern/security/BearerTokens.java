package dev.postern.security;

import dev.postern.api.Caller;
import dev.postern.api.Grant;
import dev.postern.api.Problem;
import dev.postern.api.ProblemType;
import dev.postern.api.RefusedRequest;
import dev.postern.log.Log;
import dev.postern.message.Tenant;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Knows callers by the token in {@code Authorization: Bearer} (RFC 6750), as a JWT that the
 * configured OpenID provider signed for Postern.
 *
 * <p>Its signature, issuer, audience and times are checked by the OIDC extension, against keys that
 * it fetches by itself. Its subject is the caller's name, and its roles are what it may do.
 */
final class BearerTokens {
  static final String HEADER = "Authorization";

  private static final Log LOG = Log.of(BearerTokens.class);
  private static final Pattern FORM = Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/-]+=*) *");
  private static final int MOST_NAME_CHARACTERS = 255;
  private static final int RETRY_SECONDS = 5;

  private final IdentityProviderManager provider;
  private final Roles roles;
  private final Optional<String> tenantClaim;

  BearerTokens(IdentityProviderManager provider, Roles roles, Optional<String> tenantClaim) {
    this.provider = provider;
    this.roles = roles;
    this.tenantClaim = tenantClaim;
  }

  /**
   * Who sent these headers: one is expected.
   *
   * @return fails with {@link RefusedRequest}
   * @throws RefusedRequest where there are several, or it holds no token
   */
  CompletionStage<Caller> identify(RoutingContext request, List<String> given) {
    Matcher form = FORM.matcher(given.size() == 1 ? given.get(0) : "");
    if (!form.matches()) {
      throw refused("Authorization must be Bearer and one token, and be given once.");
    }
    return provider
        .authenticate(
            HttpSecurityUtils.setRoutingContextAttribute(
                new TokenAuthenticationRequest(new AccessTokenCredential(form.group(1))), request))
        .map(this::caller)
        .onFailure(fault -> !(fault instanceof RefusedRequest))
        .transform(BearerTokens::told)
        .subscribeAsCompletionStage();
  }

  private Caller caller(SecurityIdentity identity) {
    if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
      throw refused("The token must be a JWT.");
    }
    String name = token.getSubject();
    if (name == null || name.isBlank() || name.length() > MOST_NAME_CHARACTERS) {
      throw refused(
          "The token's claim sub must have 1 to " + MOST_NAME_CHARACTERS + " characters.");
    }
    List<Grant> grants = new ArrayList<>();
    identity.getRoles().forEach(role -> grants.addAll(roles.grants(role)));
    return new Caller(tenant(token), name, grants);
  }

  private Tenant tenant(JsonWebToken token) {
    if (tenantClaim.isEmpty()) {
      return Tenant.DEFAULT;
    }
    Object claim = token.getClaim(tenantClaim.get());
    try {
      return new Tenant(claim instanceof String name ? name : "");
    } catch (IllegalArgumentException e) {
      throw refused("The token's claim " + tenantClaim.get() + " names no tenant.");
    }
  }

  /** What the caller is told of a fault: whose it is. */
  private static RefusedRequest told(Throwable fault) {
    Optional<InvalidJwtException> invalid = cause(fault, InvalidJwtException.class);
    if (invalid.isPresent() && invalid.get().hasExpired()) {
      return refused("The token has expired.");
    }
    if (invalid.isPresent() || isItsOwnFault(fault)) {
      return refused(
          "The token is not taken: its form, signature, issuer, audience or times do not fit.");
    }
    LOG.error("A bearer token could not be verified", fault);
    return new RefusedRequest(
        Problem.of(
                ProblemType.CREDENTIALS_UNVERIFIABLE,
                "The provider of the token can't be asked at present. Nothing was done.")
            .field(HEADER)
            .retryAfter(RETRY_SECONDS));
  }

  /** Where there is a cause beside the token, the provider could not be asked for its keys. */
  private static boolean isItsOwnFault(Throwable fault) {
    return fault instanceof AuthenticationFailedException && fault.getCause() == null;
  }

  private static <T extends Throwable> Optional<T> cause(Throwable fault, Class<T> type) {
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
    }
    return Optional.empty();
  }

  private static RefusedRequest refused(String detail) {
    return new RefusedRequest(Problem.of(ProblemType.CREDENTIALS_INVALID, detail).field(HEADER));
  }
}
