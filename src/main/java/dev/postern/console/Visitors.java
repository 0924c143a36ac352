package dev.postern.console;

import dev.postern.api.Caller;
import dev.postern.api.Callers;
import dev.postern.api.LastAnswer;
import dev.postern.api.Problem;
import dev.postern.api.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The console's door: nothing below {@value #ROOT} is reached but through it. It lets in who is
 * signed in, or everyone where security is off; sends others to the sign-in; turns away forms of
 * other sites; and tells browsers to run, style and frame nothing that is not the console's own.
 */
@Singleton
final class Visitors {
  static final String ROOT = "/console";
  static final String SIGN_IN = ROOT + "/sign-in";

  private static final String ASSETS = ROOT + "/assets/";

  /** Where the library of its charts is served, which nobody else needs. */
  private static final String LIBRARIES = "/webjars";

  /** With the HTTP interface's entrance, behind what refuses requests that can't be read. */
  private static final int WITH_THE_ENTRANCE = 101;

  private static final Map<String, String> SAFETY =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          // With no-referrer, browsers would not name the origin of the console's own forms.
          "Referrer-Policy",
          "same-origin");

  private final ConsoleConfig config;
  private final Callers callers;
  private final Sessions sessions;

  Visitors(ConsoleConfig config, Callers callers, Sessions sessions) {
    this.config = config;
    this.callers = callers;
    this.sessions = sessions;
  }

  void open(@Observes Filters filters) {
    filters.register(this::enter, WITH_THE_ENTRANCE);
  }

  private void enter(RoutingContext request) {
    String path = request.normalizedPath();
    boolean isLibrary = isBelow(LIBRARIES, path);
    if (!isLibrary && !isBelow(ROOT, path)) {
      request.next();
    } else if (!config.enabled()) {
      Problem nothing = Problem.of(ProblemType.NOT_FOUND, "Nothing is served at " + path + ".");
      turnAway(request, 404, Problem.MEDIA_TYPE, Buffer.buffer(nothing.json()));
    } else if (isLibrary) {
      request.next();
    } else if (path.startsWith(ASSETS)) {
      protect(request, "no-cache");
      request.next();
    } else {
      protect(request, "no-store");
      receive(request, path);
    }
  }

  private static boolean isBelow(String root, String path) {
    return (path + "/").startsWith(root + "/");
  }

  private static void protect(RoutingContext request, String caching) {
    request.addHeadersEndHandler(
        sent -> {
          SAFETY.forEach(request.response()::putHeader);
          request.response().putHeader(HttpHeaders.CACHE_CONTROL, caching);
        });
  }

  private static boolean asks(RoutingContext request) {
    HttpMethod method = request.request().method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  private static void turnAway(RoutingContext request, int status, String type, Buffer words) {
    closeBehindBody(request);
    request.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, type).end(words);
  }

  /** Nobody reads the body of a request that is not let in. */
  private static void closeBehindBody(RoutingContext request) {
    if (!asks(request)) {
      LastAnswer.of(request).closeSoon();
    }
  }

  private void receive(RoutingContext request, String path) {
    boolean asks = asks(request);
    if (!asks && !SameOrigin.sent(request.request())) {
      turnAway(
          request,
          403,
          "text/plain; charset=utf-8",
          Buffer.buffer("This form was not sent by a page of the console."));
      return;
    }
    if (path.equals(SIGN_IN)) {
      request.next();
      return;
    }
    Optional<String> key = sessions.key(request.request());
    known(key.orElse(""))
        .ifPresentOrElse(
            caller -> {
              new Visit(caller, key.isPresent()).begin(request);
              request.next();
            },
            () -> sendToSignIn(request, asks ? path : ROOT));
  }

  /** The caller who has that key; with security off, everyone is one. */
  Optional<Caller> known(String key) {
    return callers.withKey(key);
  }

  private static void sendToSignIn(RoutingContext request, String wanted) {
    if (Sessions.isClaimed(request.request())) {
      Sessions.end(request);
    }
    closeBehindBody(request);
    String back =
        wanted.equals(ROOT) ? "" : "?to=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8);
    request.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, SIGN_IN + back).end();
  }
}
