package dev.postern.observe;

import dev.postern.api.RequestTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells of each request which trace it belongs to: the one that its server span is in. */
@Singleton
final class TracedRequests {
  /** Ahead of whatever may answer. */
  private static final int FIRST = 1000;

  void tell(@Observes Filters filters) {
    filters.register(TracedRequests::tell, FIRST);
  }

  private static void tell(RoutingContext request) {
    Passing.look(
        () -> {
          SpanContext span = Span.current().getSpanContext();
          if (span.isValid()) {
            new RequestTrace(span.getTraceId(), Traces.parent(span)).tell(request);
          }
        });
    request.next();
  }
}
