package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.publish.PublishConfig;
import dev.postern.publish.PublishMany;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestMulti;

/** Publishes any number of messages in one request, and answers for each while they come. */
@Singleton
@Path("/v1/destinations/{destination}/messages/stream")
public class StreamResource {
  static final String NDJSON = "application/x-ndjson";

  private final PublishMany publishMany;
  private final Tenancy tenancy;
  private final PublishConfig config;
  private final Streams streams;
  private final Quotas quotas;

  StreamResource(
      PublishMany publishMany,
      Tenancy tenancy,
      PublishConfig config,
      Streams streams,
      Quotas quotas) {
    this.publishMany = publishMany;
    this.tenancy = tenancy;
    this.config = config;
    this.streams = streams;
    this.quotas = quotas;
  }

  @POST
  @NonBlocking
  @Consumes(NDJSON)
  @Produces(NDJSON)
  public Multi<byte[]> publish(
      @PathParam("destination") String name,
      @Context HttpHeaders headers,
      @Context RoutingContext call) {
    Destination destination = tenancy.destination(Permission.PUBLISH, name);
    BodyReader.checkEncoding(call.request());
    PublishRequest asked = new PublishRequest(headers, RequestTrace.of(call));
    Preference preference =
        asked.preference(
            Preference.Kind.RESPOND_ASYNC, Preference.Kind.WAIT, Preference.Kind.RETURN_MINIMAL);
    PublishMany.Waiting waiting =
        new PublishMany.Waiting(
            preference.patience(config.usualWait(), config.maxWait()),
            config.usualWait(),
            config.maxWait());
    ItemReader reader = ItemReader.of(asked, destination.tenant(), destination);
    // Last, when nothing more can refuse the request: a place is given back by its stream alone.
    Runnable whenOver = streams.open(destination.tenant());
    MessageStream stream =
        new MessageStream(
            call,
            reader,
            publishMany.stream(destination, waiting),
            new LineAnswers(preference.returnMinimal(), asked.known()),
            new MessageStream.Bounds(() -> quotas.more(destination.tenant(), 1), whenOver));
    RestMulti.SyncRestMulti.Builder<byte[]> answer =
        RestMulti.fromMultiData(Multi.createFrom().publisher(stream))
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header(HttpHeaders.VARY, PublishAnswer.VARY);
    preference
        .applied(config.maxWait())
        .ifPresent(applied -> answer.header("Preference-Applied", applied));
    return answer.build();
  }
}
