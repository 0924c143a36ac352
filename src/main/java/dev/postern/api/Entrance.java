package dev.postern.api;

import dev.postern.log.Log;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Lets in only who is known, and within its quota, before anything of a body is read. Every path is
 * closed but those that are named here, so that what is added later is closed, too.
 */
@Singleton
final class Entrance {
  private static final Log LOG = Log.of(Entrance.class);

  /** After what can't be read, and before what is too large: that is told to callers only. */
  private static final int BEFORE_UPLOAD_LIMIT = OutsideRest.BEFORE_UPLOAD_LIMIT + 1;

  /**
   * Health, metrics, Swagger UI and the contract: the network decides who reaches them. And the
   * console, which lets in by itself, and sends away by pages; and the library of its charts.
   */
  private static final List<String> OPEN =
      List.of("/q/", "/openapi/", "/openapi.yaml/", "/console/", "/webjars/");

  private final Callers callers;
  private final Quotas quotas;

  Entrance(Callers callers, Quotas quotas) {
    this.callers = callers;
    this.quotas = quotas;
  }

  void open(@Observes Filters filters) {
    filters.register(this::enter, BEFORE_UPLOAD_LIMIT);
  }

  private void enter(RoutingContext request) {
    String path = request.normalizedPath() + "/";
    if (OPEN.stream().anyMatch(path::startsWith)) {
      request.next();
      return;
    }
    // Nothing of the body is lost meanwhile: the server pauses a request that nobody reads yet.
    Context loop = request.vertx().getOrCreateContext();
    callers
        .identify(request)
        .whenComplete(
            (caller, fault) -> {
              Runnable goOn = () -> goOn(request, caller, fault);
              if (Vertx.currentContext() == loop) {
                goOn.run();
              } else {
                loop.runOnContext(now -> goOn.run());
              }
            });
  }

  private void goOn(RoutingContext request, Caller caller, Throwable fault) {
    if (fault != null) {
      refuse(request, problem(fault));
      return;
    }
    Optional<Allowance> allowance = quotas.call(caller.tenant());
    allowance.ifPresent(told -> told.tell(request.response()));
    if (allowance.isPresent() && !allowance.get().granted()) {
      refuse(request, allowance.get().problem());
    } else {
      caller.tell(request);
      request.next();
    }
  }

  private static Problem problem(Throwable fault) {
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
    if (cause instanceof RefusedRequest refused) {
      return refused.problem();
    }
    LOG.error("Who sent a request could not be told", cause);
    return ProblemMapping.internalError();
  }

  private void refuse(RoutingContext request, Problem problem) {
    if (announcesBody(request.request().headers())) {
      LastAnswer.of(request).closeSoon();
    }
    if (problem.type().isChallenge()) {
      request
          .response()
          .putHeader(HttpHeaderNames.WWW_AUTHENTICATE.toString(), callers.challenges());
    }
    OutsideRest.answer(request, problem);
  }

  /** Whether more than the head of the request is to come. */
  static boolean announcesBody(MultiMap headers) {
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    return headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || (length != null && Long.parseLong(length) > 0);
  }

  /**
   * Who sent the request, as found at the entrance.
   *
   * @throws RefusedRequest should a path have led past it: then nobody is known
   */
  Caller caller(RoutingContext request) {
    return Caller.of(request)
        .orElseThrow(
            () ->
                new RefusedRequest(
                    Problem.of(
                        ProblemType.CREDENTIALS_MISSING,
                        "Nobody is let in by this way of writing the path.")));
  }
}
