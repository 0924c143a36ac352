package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.message.KeyHash;
import dev.postern.publish.Lookup;
import dev.postern.publish.MessageState;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The messages of one destination: publishes one, and finds one by its key. */
@Path("/v1/destinations/{destination}/messages")
public class DestinationMessagesResource {
  private final PublishOne publishOne;
  private final Lookup lookup;
  private final Tenancy tenancy;
  private final JsonBody json;

  DestinationMessagesResource(
      PublishOne publishOne, Lookup lookup, Tenancy tenancy, JsonBody json) {
    this.publishOne = publishOne;
    this.lookup = lookup;
    this.tenancy = tenancy;
    this.json = json;
  }

  /** The body, of any content type, is the payload, byte for byte. */
  @POST
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> publish(
      @PathParam("destination") String name,
      @Context HttpHeaders headers,
      @Context RoutingContext request) {
    Destination destination = tenancy.destination(Permission.PUBLISH, name);
    PublishRequest asked = new PublishRequest(headers, RequestTrace.of(request));
    return publishOne.publish(
        request,
        destination,
        asked.preference(),
        (payload, patience) -> asked.call(destination.tenant(), destination, payload, patience));
  }

  @POST
  @Path("/lookup")
  @NonBlocking
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> byKey(
      @PathParam("destination") String name, @Context RoutingContext request) {
    Destination destination = tenancy.destination(Permission.READ_STATUS, name);
    return byKey(
        destination,
        BodyReader.read(request, LookupRequest.MOST_BYTES, "this operation")
            .thenApply(body -> json.read(body, LookupRequest.class)));
  }

  /** The same, of a body that was read. */
  public CompletionStage<Response> byKey(String name, LookupRequest asked) {
    return byKey(
        tenancy.destination(Permission.READ_STATUS, name),
        CompletableFuture.completedFuture(asked));
  }

  private CompletionStage<Response> byKey(
      Destination destination, CompletionStage<LookupRequest> asked) {
    return asked
        .thenApply(LookupRequest::key)
        .thenCompose(
            key ->
                lookup.byKey(
                    destination.tenant(),
                    KeyHash.of(destination.tenant(), destination.name(), key)))
        // A key that ran out is free: no message has it.
        .thenApply(
            found ->
                found.fold(
                    Function.identity(),
                    DestinationMessagesResource::unknown,
                    DestinationMessagesResource::unknown))
        .thenApply(
            state ->
                Response.ok(MessageView.of(state), MediaType.APPLICATION_JSON_TYPE)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build());
  }

  private static MessageState unknown() {
    throw new RefusedRequest(MessageResource.notThere());
  }
}
