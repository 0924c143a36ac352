package dev.postern.api;

import dev.postern.log.Log;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Answers with problems where the server would answer by itself: a body that is announced as too
 * large, and whatever fails before or beside JAX-RS.
 *
 * <p>Out of reach are requests that are not HTTP, a path that can't be decoded, a request line or
 * header that is too long or comes too slowly, and a body of unannounced length that outgrows the
 * server's limit: those are answered by a bare status.
 */
@Singleton
final class OutsideRest {
  private static final Log LOG = Log.of(OutsideRest.class);

  /** Ahead of the server's own check of the announced length, which answers without a body. */
  static final int BEFORE_UPLOAD_LIMIT = 100;

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /** Of bodies of all operations but those that bound them themselves. */
  private static final long MOST_BYTES = 10 * 1024 * 1024;

  private static final Pattern MAY_BE_LARGER =
      Pattern.compile("/v1/destinations/[^/]+/messages/(?:batch|stream)");

  private static final String ONE_FRAMING =
      "Transfer-Encoding must be chunked, given once and without Content-Length.";

  /** Before anything else: what can be read in two ways is not read at all (RFC 9112 6.3). */
  void refuseMisframed(@Observes Filters filters) {
    filters.register(OutsideRest::refuseMisframed, BEFORE_UPLOAD_LIMIT + 2);
  }

  private static void refuseMisframed(RoutingContext request) {
    MultiMap headers = request.request().headers();
    List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    boolean isHttp10 = request.request().version() == HttpVersion.HTTP_1_0;
    if (!encodings.isEmpty()
        && (!lengths.isEmpty()
            || isHttp10
            || encodings.size() > 1
            || !encodings.get(0).strip().equalsIgnoreCase("chunked"))) {
      LastAnswer.of(request).closeAtOnce();
      answer(
          request,
          Problem.of(ProblemType.REQUEST_MALFORMED, ONE_FRAMING)
              .field("Transfer-Encoding")
              .limit("chunked"));
    } else if (lengths.size() > 1
        || lengths.stream().anyMatch(length -> !LENGTH.matcher(length).matches())) {
      LastAnswer.of(request).closeAtOnce();
      answer(
          request,
          Problem.of(ProblemType.REQUEST_MALFORMED, "Content-Length must be a number, given once.")
              .field("Content-Length"));
    } else {
      request.next();
    }
  }

  void refuseTooLarge(@Observes Filters filters) {
    filters.register(OutsideRest::refuseTooLarge, BEFORE_UPLOAD_LIMIT);
  }

  private static void refuseTooLarge(RoutingContext request) {
    // Where the length is not announced, for bodies that the framework reads.
    request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, MOST_BYTES);
    String length = request.request().getHeader(HttpHeaderNames.CONTENT_LENGTH);
    if (length == null
        || Long.parseLong(length) <= MOST_BYTES
        || MAY_BE_LARGER.matcher(request.request().path()).matches()) {
      request.next();
      return;
    }
    LastAnswer.of(request).closeSoon();
    answer(
        request,
        Problem.of(
                ProblemType.PAYLOAD_TOO_LARGE,
                "The body has " + length + " bytes; Postern takes at most " + MOST_BYTES + ".")
            .field("body")
            .limit(MOST_BYTES + " bytes")
            .maxBytes(MOST_BYTES));
  }

  void answerFailures(@Observes Router router) {
    router.errorHandler(400, request -> answer(request, malformed()));
    router.errorHandler(
        404, request -> answer(request, ProblemMapping.notFound(request.request().path())));
    router.errorHandler(500, OutsideRest::answerInternalError);
  }

  private static Problem malformed() {
    return Problem.of(ProblemType.REQUEST_MALFORMED, "The request can't be read.");
  }

  private static void answerInternalError(RoutingContext request) {
    LOG.error("A request failed unexpectedly", request.failure());
    answer(request, ProblemMapping.internalError());
  }

  /** Answers with that problem, unless an answer has begun. */
  static void answer(RoutingContext request, Problem problem) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    problem
        .retryAfterSeconds()
        .ifPresent(
            seconds -> response.putHeader(HttpHeaderNames.RETRY_AFTER, Integer.toString(seconds)));
    response
        .setStatusCode(problem.type().status())
        .putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .end(Buffer.buffer(RequestTrace.named(problem, RequestTrace.of(request)).json()));
  }
}
