package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.message.ContentType;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;

/**
 * Publishes events in any mode of the CloudEvents HTTP protocol binding: by its {@code
 * Content-Type} a request is one event, several, or the data of one.
 */
@Path("/v1/destinations/{destination}/cloudevents")
public class CloudEventsResource {
  /** What begins the types of events in any format. */
  private static final String FAMILY = "application/cloudevents";

  private final PublishOne publishOne;
  private final PublishBatch publishBatch;
  private final Tenancy tenancy;

  CloudEventsResource(PublishOne publishOne, PublishBatch publishBatch, Tenancy tenancy) {
    this.publishOne = publishOne;
    this.publishBatch = publishBatch;
    this.tenancy = tenancy;
  }

  @POST
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> publish(
      @PathParam("destination") String name,
      @Context HttpHeaders headers,
      @Context RoutingContext request) {
    Destination destination = tenancy.destination(Permission.PUBLISH, name);
    PublishRequest asked = new PublishRequest(headers, RequestTrace.of(request));
    EventRequest events = new EventRequest(asked, destination.tenant(), destination);
    String type = asked.contentType().map(ContentType::essence).orElse("");
    if (type.equals(EventJson.BATCH.essence())) {
      return publishBatch.publish(
          request, destination, asked.preference(), batch(events.withoutKey()));
    }
    if (type.equals(EventJson.ONE.essence())) {
      return publishOne.publish(request, destination, asked.preference(), events::structured);
    }
    if (type.startsWith(FAMILY)) {
      throw notSupported(type);
    }
    return publishOne.publish(request, destination, asked.preference(), events::binary);
  }

  private static PublishBatch.Reader batch(EventRequest events) {
    return body -> EventJson.batch(body).stream().map(events::item).toList();
  }

  private static RefusedRequest notSupported(String type) {
    String taken = EventJson.ONE + " or " + EventJson.BATCH;
    return new RefusedRequest(
        Problem.of(
                ProblemType.CONTENT_TYPE_NOT_SUPPORTED,
                "Content-Type is "
                    + type
                    + "; of the formats of events, Postern reads "
                    + taken
                    + ".")
            .field(HttpHeaders.CONTENT_TYPE)
            .limit(taken));
  }
}
