package dev.postern.api;

import dev.postern.message.TraceParent;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The trace that a request belongs to, as told by whoever watches over requests, before any
 * resource is reached.
 *
 * @param id for people to ask by, 32 hexadecimal digits; also of a trace that nobody records
 * @param span the context of Postern's own part of the trace, where that is recorded: the request's
 *     messages are the work of it
 */
public record RequestTrace(String id, Optional<TraceParent> span) {
  private static final String KEY = RequestTrace.class.getName();

  /** Tells it of the request. */
  public void tell(RoutingContext request) {
    request.put(KEY, this);
  }

  /** What was told of the request, if anything was. */
  static Optional<RequestTrace> of(RoutingContext request) {
    return Optional.ofNullable(request.get(KEY));
  }

  /** The same problem, naming the request's trace. */
  static Problem named(Problem problem, Optional<RequestTrace> trace) {
    return trace.map(known -> problem.traceId(known.id())).orElse(problem);
  }
}
