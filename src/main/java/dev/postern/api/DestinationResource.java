package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.lane.Backlog;
import dev.postern.message.Worded;
import dev.postern.publish.Availability;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Says where messages can be published, and on what terms. */
@Path("/v1/destinations")
@Produces(MediaType.APPLICATION_JSON)
public class DestinationResource {
  private final Destinations destinations;
  private final Tenancy tenancy;
  private final Backlog backlog;
  private final Availability availability;

  DestinationResource(
      Destinations destinations, Tenancy tenancy, Backlog backlog, Availability availability) {
    this.destinations = destinations;
    this.tenancy = tenancy;
    this.backlog = backlog;
    this.availability = availability;
  }

  @GET
  @NonBlocking
  public Map<String, Object> list() {
    List<Map<String, Object>> own =
        destinations.all().stream().filter(tenancy::lists).map(this::view).toList();
    return Map.of("destinations", own);
  }

  @GET
  @Path("/{destination}")
  @NonBlocking
  public CompletionStage<Map<String, Object>> get(@PathParam("destination") String name) {
    Destination destination = tenancy.destination(name);
    return backlog
        .of(destination)
        .handle(
            (count, failure) -> {
              Map<String, Object> view = view(destination);
              // What a destination promises is known also while the store is not reached.
              view.put("backlog", failure == null ? view(count) : null);
              return view;
            });
  }

  private Map<String, Object> view(Backlog.Count count) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("depth", count.depth());
    view.put("blockedGroups", count.blockedGroups());
    backlog.oldestAge(count).ifPresent(age -> view.put("oldestAge", age.toString()));
    view.put("complete", count.complete());
    return view;
  }

  private Map<String, Object> view(Destination destination) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", destination.name().value());
    view.put("kind", destination.target().fold(queue -> "sqs-queue", topic -> "sns-topic"));
    view.put("fifo", destination.isFifo());
    view.put("guarantee", destination.policy().guarantee().word());
    view.put("guarantees", destination.policy().guarantees().stream().map(Worded::word).toList());
    view.put("idempotencyKey", destination.policy().key().word());
    view.put("retention", destination.limits().retention().record().toString());
    view.put("deadLetterRetention", destination.limits().retention().deadLetter().toString());
    view.put("fingerprint", destination.policy().forms().fingerprint().word());
    view.put("cloudEvents", destination.policy().forms().cloudEvents().word());
    view.put("numbering", destination.policy().numbering().word());
    view.put("limits", limits(destination));
    view.put("onDead", destination.policy().onDead().word());
    view.put("breaker", availability.breaker(destination).word());
    return view;
  }

  private static Map<String, Object> limits(Destination destination) {
    Map<String, Object> limits = new LinkedHashMap<>();
    limits.put("maxPayloadBytes", destination.limits().maxPayload());
    limits.put("maxAttempts", destination.limits().maxAttempts());
    limits.put("maxAge", destination.limits().maxAge().toString());
    limits.put("maxDelaySeconds", destination.maxDelaySeconds());
    return limits;
  }
}
