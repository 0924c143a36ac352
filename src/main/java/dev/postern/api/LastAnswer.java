package dev.postern.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.ext.web.RoutingContext;

/**
 * The last answer on a connection whose request was not read to its end. What follows there is the
 * rest of that request's body, and never another request.
 */
public record LastAnswer(RoutingContext call) {
  /**
   * For how long the rest of a body is dropped after the answer. A connection that is closed while
   * data arrives is reset, and a reset may reach the caller before the answer does (RFC 9112
   * section 9.6).
   */
  private static final long LINGER_MILLIS = 1_000;

  /** Says in the answer that it is the last. */
  public static LastAnswer of(RoutingContext call) {
    call.response().putHeader(HttpHeaderNames.CONNECTION, "close");
    return new LastAnswer(call);
  }

  /** Closes the connection a moment after the answer; what arrives until then is dropped. */
  public void closeSoon() {
    call.request().handler(dropped -> {});
    call.request().endHandler(ended -> {});
    call.request().exceptionHandler(closed -> {});
    call.request().resume();
    call.addEndHandler(sent -> call.vertx().setTimer(LINGER_MILLIS, timer -> close()));
  }

  /** Closes the connection with the answer: nobody can tell what the rest of it is. */
  void closeAtOnce() {
    call.addEndHandler(sent -> close());
  }

  private void close() {
    call.request().connection().close();
  }
}
