package dev.postern.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Lets in only who is known, before anything of a body is read. */
@Singleton
final class Entrance {
  /** After what can't be read, and before what is too large: that is told to callers only. */
  private static final int BEFORE_UPLOAD_LIMIT = OutsideRest.BEFORE_UPLOAD_LIMIT + 1;

  private static final String INTERFACE = "/v1/";

  private final Callers callers;

  Entrance(Callers callers) {
    this.callers = callers;
  }

  void open(@Observes Filters filters) {
    filters.register(this::enter, BEFORE_UPLOAD_LIMIT);
  }

  private void enter(RoutingContext request) {
    if (!(request.normalizedPath() + "/").startsWith(INTERFACE)) {
      request.next();
      return;
    }
    try {
      callers.identify(request.request().headers()).tell(request);
    } catch (RefusedRequest refused) {
      if (announcesBody(request.request().headers())) {
        LastAnswer.of(request).closeSoon();
      }
      OutsideRest.answer(request, refused.problem());
      return;
    }
    request.next();
  }

  private static boolean announcesBody(MultiMap headers) {
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    return headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || (length != null && Long.parseLong(length) > 0);
  }

  /**
   * Who sent the request: as found at the entrance, or, should a path have led past it, now.
   *
   * @throws RefusedRequest where nobody is known
   */
  Caller caller(RoutingContext request) {
    return Caller.of(request).orElseGet(() -> callers.identify(request.request().headers()));
  }
}
