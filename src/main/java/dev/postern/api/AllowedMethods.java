package dev.postern.api;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/**
 * The methods that a path takes, for {@code Allow}: a 405 must name them (RFC 9110 section 15.5.6),
 * and the framework's does not.
 */
final class AllowedMethods {
  private AllowedMethods() {}

  static SortedSet<String> of(ResteasyReactiveRequestContext request) {
    SortedSet<String> methods = new TreeSet<>();
    Deployment deployment = request.getDeployment();
    RequestMapper<InitialMatch> classes = new RequestMapper<>(deployment.getClassMappers());
    String path = request.getPathWithoutPrefix();
    RequestMapper.RequestMatch<InitialMatch> match = classes.map(path);
    while (match != null) {
      for (ServerRestHandler handler : match.value.handlers) {
        if (handler instanceof ClassRoutingHandler routing) {
          addMethods(routing, match.remaining.isEmpty() ? "/" : match.remaining, methods);
        }
      }
      match = classes.continueMatching(path, match);
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }

  private static void addMethods(
      ClassRoutingHandler routing, String remaining, SortedSet<String> methods) {
    routing
        .getMappers()
        .forEach(
            (method, paths) -> {
              if (method != null && paths.map(remaining) != null) {
                methods.add(method);
              }
            });
  }
}
