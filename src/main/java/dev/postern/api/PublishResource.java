package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.publish.Call;
import dev.postern.publish.PublishConfig;
import dev.postern.publish.Publisher;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Takes one message: the body, of any content type, is the payload, byte for byte. */
@Path("/v1/destinations/{destination}/messages")
public class PublishResource {
  private final Publisher publisher;
  private final Tenancy tenancy;
  private final PublishConfig config;

  PublishResource(Publisher publisher, Tenancy tenancy, PublishConfig config) {
    this.publisher = publisher;
    this.tenancy = tenancy;
    this.config = config;
  }

  @POST
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> publish(
      @PathParam("destination") String name,
      @Context HttpHeaders headers,
      @Context HttpServerRequest request) {
    Destination destination = tenancy.destination(name);
    PublishRequest asked = new PublishRequest(headers);
    Preference preference = asked.preference();
    Duration waiting = preference.patience(config.usualWait(), config.maxWait());
    // Whoever does not wait still wants it sent at once where nothing stands in the way.
    Duration sending = waiting.isZero() ? config.usualWait() : waiting;
    return BodyReader.read(request, destination.limits().maxPayload())
        .thenCompose(
            payload -> {
              Call call =
                  asked.call(
                      tenancy.tenant(), destination, payload, new Call.Patience(waiting, sending));
              PublishAnswer answer =
                  new PublishAnswer(call.message(), preference.applied(config.maxWait()));
              return publisher.publish(call).thenApply(published -> published.accept(answer));
            })
        .exceptionallyCompose(failure -> PayloadLimit.explain(failure, destination));
  }
}
