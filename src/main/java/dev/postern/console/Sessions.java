package dev.postern.console;

import dev.postern.flow.Scheduler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Who is signed in: by an API key that stands, sealed, in a cookie of the console's. Nothing is
 * kept here, and the key is looked up for every request: one that is taken away ends its sessions.
 */
@Singleton
final class Sessions {
  static final Duration LENGTH = Duration.ofHours(8);

  /** Keys that are longer can't be used here. */
  static final int MOST_KEY_CHARACTERS = 512;

  private static final String COOKIE = "postern-console";
  private static final String PROPERTY = "postern.console.session-key ";

  private final Seal seal;
  private final Scheduler scheduler;

  Sessions(ConsoleConfig config, Scheduler scheduler) {
    // Not the scheduler's randomness: nonces must be such that nobody can foresee them.
    this.seal = seal(config.sessionKey(), new SecureRandom());
    this.scheduler = scheduler;
  }

  /**
   * The seal with that key, or with one of its own.
   *
   * @throws IllegalArgumentException naming the property and what is allowed, never the key
   */
  static Seal seal(Optional<String> key, SecureRandom random) {
    if (key.isEmpty()) {
      byte[] own = new byte[Seal.LEAST_KEY_BYTES];
      random.nextBytes(own);
      return new Seal(own, random);
    }
    try {
      return new Seal(Base64.getDecoder().decode(key.get()), random);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          PROPERTY + "must be at least " + Seal.LEAST_KEY_BYTES + " bytes in base64", e);
    }
  }

  /** The API key of the session that the request belongs to. */
  Optional<String> key(HttpServerRequest request) {
    return Optional.ofNullable(request.getCookie(COOKIE))
        .flatMap(cookie -> seal.open(cookie.getValue(), scheduler.now()));
  }

  /** Has the request a cookie, good or not? */
  static boolean isClaimed(HttpServerRequest request) {
    return request.getCookie(COOKIE) != null;
  }

  /** Begins a session of whoever has that key. */
  void begin(RoutingContext call, String key) {
    String sealed = seal.close(key, scheduler.now().plus(LENGTH));
    call.response().addCookie(cookie(call.request(), sealed).setMaxAge(LENGTH.toSeconds()));
  }

  /** Ends it in this browser. */
  static void end(RoutingContext call) {
    call.response().addCookie(cookie(call.request(), "").setMaxAge(0));
  }

  private static Cookie cookie(HttpServerRequest request, String value) {
    return Cookie.cookie(COOKIE, value)
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.STRICT)
        .setPath(Visitors.ROOT)
        .setSecure(isSecure(request));
  }

  /** By TLS to here, or to a proxy that says so; who lies about it only keeps its own cookie. */
  private static boolean isSecure(HttpServerRequest request) {
    String forwarded = request.getHeader("Forwarded");
    return request.isSSL()
        || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"))
        || (forwarded != null && forwarded.toLowerCase(Locale.ROOT).contains("proto=https"));
  }
}
