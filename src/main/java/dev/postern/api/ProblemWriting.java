package dev.postern.api;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Writes the problems that JAX-RS answers with; only here is it known of which request each is. */
final class ProblemWriting {
  @ServerResponseFilter
  void write(ContainerResponseContext response, RoutingContext request) {
    if (response.getEntity() instanceof Problem problem) {
      response.setEntity(RequestTrace.named(problem, RequestTrace.of(request)).json());
    }
  }
}
