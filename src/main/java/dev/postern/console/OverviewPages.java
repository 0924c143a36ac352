package dev.postern.console;

import dev.postern.api.DestinationResource;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** All destinations, and how they fare. */
@Path(Visitors.ROOT)
public class OverviewPages {
  private final DestinationResource destinations;
  private final Pulse pulse;

  OverviewPages(DestinationResource destinations, Pulse pulse) {
    this.destinations = destinations;
    this.pulse = pulse;
  }

  @GET
  @NonBlocking
  public Response overview(@Context RoutingContext request) {
    Visit visit = Visit.of(request);
    List<Row> rows = rows();
    return Pages.html(
        200,
        Templates.overview(Frame.of("Destinations", "destinations", visit), rows, total(rows)));
  }

  /** The numbers of that page, and of those of the destinations, as they are now. */
  @GET
  @Path("/series.json")
  @NonBlocking
  public Response series(@Context RoutingContext request) {
    Visit.of(request);
    List<Row> rows = rows();
    JsonObject each = new JsonObject();
    rows.forEach(row -> each.put(row.it().text("name"), row.now().json()));
    JsonObject all = new JsonObject().put("all", total(rows).json()).put("destinations", each);
    return Response.ok(all.encode(), MediaType.APPLICATION_JSON_TYPE).build();
  }

  private List<Row> rows() {
    return new Facts(destinations.list())
        .list("destinations").stream().map(it -> new Row(it, pulse.of(it.text("name")))).toList();
  }

  private static Reading total(List<Row> rows) {
    return rows.stream().map(Row::now).reduce(Reading.NOTHING, Reading::plus);
  }
}
