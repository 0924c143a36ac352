package dev.postern.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.postern.log.Log;
import dev.postern.log.Member;
import dev.postern.message.ContentType;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Unavailable;
import dev.postern.subscription.QueueUnavailable;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.SortedSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;

/**
 * Turns whatever a resource, or the way to it, throws into a problem.
 *
 * <p>What a caller got wrong is answered and not logged. Anything else is logged once, with the
 * exception, and answered as {@code internal-error} without a word of it.
 */
@Singleton
class ProblemMapping {
  private static final Log LOG = Log.of(ProblemMapping.class);

  /** The answer to what was thrown. */
  static Response answer(Throwable thrown) {
    if (thrown instanceof InvalidMessage invalid) {
      return Problem.of(invalid).answer().build();
    }
    if (thrown instanceof QueueUnavailable unavailable) {
      LOG.warn("A request could not be answered", Member.CAUSE.is(unavailable));
      return Problem.of(
              ProblemType.QUEUE_UNAVAILABLE,
              "The queue did not answer. No message is lost; some may come only after their ack"
                  + " deadline.")
          .retryAfter(1)
          .answer()
          .build();
    }
    if (thrown instanceof Unavailable unavailable) {
      LOG.warn("A request could not be answered", Member.CAUSE.is(unavailable));
      return Problem.of(
              ProblemType.STORE_UNAVAILABLE,
              "The store did not answer. What was asked for can safely be asked for again.")
          .retryAfter(1)
          .answer()
          .build();
    }
    if (thrown instanceof RefusedRequest refused) {
      return refused.problem().answer().build();
    }
    if (thrown instanceof JsonProcessingException fault && BodyFault.isCallers(fault)) {
      return BodyFault.problem(fault).answer().build();
    }
    if (thrown instanceof WebApplicationException fault) {
      return ofStatus(fault);
    }
    boolean wrapped = thrown instanceof CompletionException || thrown instanceof ExecutionException;
    if (wrapped && thrown.getCause() != null) {
      return answer(thrown.getCause());
    }
    return internalError(thrown);
  }

  private static Response ofStatus(WebApplicationException fault) {
    if (fault.getCause() instanceof JsonProcessingException cause) {
      return answer(cause);
    }
    ResteasyReactiveRequestContext request = CurrentRequestManager.get();
    int status = fault.getResponse().getStatus();
    return switch (status) {
      case 404 -> notFound(request);
      case 405 -> methodNotAllowed(request);
      case 406 ->
          Problem.of(
                  ProblemType.NOT_ACCEPTABLE,
                  "Accept excludes application/json, which the answer is. Nothing was accepted.")
              .field(HttpHeaders.ACCEPT)
              .limit(MediaType.APPLICATION_JSON)
              .answer()
              .build();
      case 413 ->
          Problem.of(ProblemType.PAYLOAD_TOO_LARGE, "The body is larger than Postern takes.")
              .field("body")
              .answer()
              .build();
      case 415 -> contentType(request).answer().build();
      default ->
          status >= 400 && status < 500
              ? Problem.of(ProblemType.REQUEST_MALFORMED, "The request can't be read.")
                  .answer()
                  .build()
              : internalError(fault);
    };
  }

  /**
   * A path that two resources could serve is "not found" by the second, whatever the first says.
   */
  private static Response notFound(ResteasyReactiveRequestContext request) {
    SortedSet<String> methods = AllowedMethods.of(request);
    return methods.isEmpty() || methods.contains(request.getMethod())
        ? notFound(request.getPath()).answer().build()
        : methodNotAllowed(request);
  }

  static Problem notFound(String path) {
    return Problem.of(ProblemType.NOT_FOUND, "Nothing is served at " + path + ".");
  }

  private static Response methodNotAllowed(ResteasyReactiveRequestContext request) {
    SortedSet<String> methods = AllowedMethods.of(request);
    String allowed = String.join(", ", methods);
    return Problem.of(
            ProblemType.METHOD_NOT_ALLOWED,
            request.getPath() + " takes " + allowed + ", not " + request.getMethod() + ".")
        .limit(allowed)
        .answer()
        .header(HttpHeaders.ALLOW, allowed)
        .build();
  }

  private static Problem contentType(ResteasyReactiveRequestContext request) {
    if (!(request.getHeader(HttpHeaders.CONTENT_TYPE, true) instanceof String sent)) {
      return contentTypeNotSupported("Content-Type is missing");
    }
    try {
      return contentTypeNotSupported("Content-Type is " + new ContentType(sent));
    } catch (InvalidMessage malformed) {
      return Problem.of(malformed);
    }
  }

  private static Problem contentTypeNotSupported(String sent) {
    return Problem.of(
            ProblemType.CONTENT_TYPE_NOT_SUPPORTED, sent + "; this operation takes another.")
        .field(HttpHeaders.CONTENT_TYPE);
  }

  private static Response internalError(Throwable thrown) {
    ResteasyReactiveRequestContext request = CurrentRequestManager.get();
    if (request != null && isOver(request.serverResponse())) {
      // The server has refused the body, or the caller is gone: nobody waits for an answer.
      LOG.debug("A request ended early", thrown);
    } else {
      LOG.error("A request failed unexpectedly", thrown);
    }
    return internalError().answer().build();
  }

  private static boolean isOver(ServerHttpResponse response) {
    return response.headWritten() || response.closed();
  }

  static Problem internalError() {
    return Problem.of(
        ProblemType.INTERNAL_ERROR,
        "An unexpected error. If this was a publish, it may have been accepted: send it again with"
            + " the same key.");
  }

  @ServerExceptionMapper
  Response invalidMessage(InvalidMessage thrown) {
    return answer(thrown);
  }

  @ServerExceptionMapper
  Response refusedRequest(RefusedRequest thrown) {
    return answer(thrown);
  }

  @ServerExceptionMapper
  Response unavailable(Unavailable thrown) {
    return answer(thrown);
  }

  /** Of its own, since development mode would answer this one by a page. */
  @ServerExceptionMapper
  Response notFound(NotFoundException thrown) {
    return answer(thrown);
  }

  @ServerExceptionMapper
  Response webApplicationException(WebApplicationException thrown) {
    return answer(thrown);
  }

  @ServerExceptionMapper
  Response json(JsonProcessingException thrown) {
    return answer(thrown);
  }

  /** Of its own, since the framework's answer to this one names a class. */
  @ServerExceptionMapper
  Response mismatchedInput(MismatchedInputException thrown) {
    return answer(thrown);
  }

  @ServerExceptionMapper
  Response unexpected(Throwable thrown) {
    return answer(thrown);
  }
}
