package dev.postern.console;

import dev.postern.api.DestinationResource;
import dev.postern.api.GroupResource;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One destination: its terms, how it fares, and which of its groups wait. */
@Path(DestinationPages.PATH)
public class DestinationPages {
  static final String PATH = Visitors.ROOT + "/destinations/{destination}";

  private final DestinationResource destinations;
  private final GroupResource groups;
  private final Pulse pulse;

  DestinationPages(DestinationResource destinations, GroupResource groups, Pulse pulse) {
    this.destinations = destinations;
    this.groups = groups;
    this.pulse = pulse;
  }

  @GET
  @NonBlocking
  public CompletionStage<Response> destination(
      @PathParam("destination") String name,
      @QueryParam("cursor") Optional<String> cursor,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    return Pages.show(
        visit,
        () ->
            destinations
                .get(name)
                .thenApply(Facts::new)
                .thenCombine(waiting(visit, name, cursor), Found::new),
        found ->
            Templates.destination(
                Frame.of(name, "destinations", visit), found.it(), pulse.of(name), found.groups()));
  }

  private record Found(Facts it, Facts groups) {}

  /** What waits says nothing to who may not see it, and is not known while the store is away. */
  private CompletionStage<Facts> waiting(Visit visit, String name, Optional<String> cursor) {
    return visit.reads(name)
        ? groups
            .list(name, Optional.empty(), Optional.empty(), cursor)
            .handle(
                (found, failure) ->
                    failure == null ? Facts.of(found) : new Facts(Map.of("unknown", true)))
        : CompletableFuture.completedFuture(new Facts(Map.of()));
  }
}
