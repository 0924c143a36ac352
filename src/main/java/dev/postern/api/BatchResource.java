package dev.postern.api;

import dev.postern.destination.Destination;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;

/** Publishes up to a hundred messages in one request, and answers for each of them. */
@Path("/v1/destinations/{destination}/messages/batch")
public class BatchResource {
  private final PublishBatch publishBatch;
  private final Tenancy tenancy;

  BatchResource(PublishBatch publishBatch, Tenancy tenancy) {
    this.publishBatch = publishBatch;
    this.tenancy = tenancy;
  }

  @POST
  @NonBlocking
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> publish(
      @PathParam("destination") String name,
      @Context HttpHeaders headers,
      @Context RoutingContext request) {
    Destination destination = tenancy.destination(Permission.PUBLISH, name);
    PublishRequest asked = new PublishRequest(headers, RequestTrace.of(request));
    ItemReader reader = ItemReader.of(asked, destination.tenant(), destination);
    return publishBatch.publish(request, destination, asked.preference(), reader::batch);
  }
}
