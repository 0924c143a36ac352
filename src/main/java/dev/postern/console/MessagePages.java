package dev.postern.console;

import dev.postern.api.DestinationMessagesResource;
import dev.postern.api.DestinationResource;
import dev.postern.api.LookupRequest;
import dev.postern.api.MessageResource;
import dev.postern.api.Problem;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Looks messages up. */
@Path(Visitors.ROOT + "/messages")
public class MessagePages {
  private static final String SECTION = "messages";

  private final MessageResource messages;
  private final DestinationMessagesResource byKey;
  private final DestinationResource destinations;

  MessagePages(
      MessageResource messages,
      DestinationMessagesResource byKey,
      DestinationResource destinations) {
    this.messages = messages;
    this.byKey = byKey;
    this.destinations = destinations;
  }

  @GET
  @NonBlocking
  public Response form(@Context RoutingContext request) {
    return form(Visit.of(request), 200, destinations(Visit.of(request)), "");
  }

  private List<Facts> destinations(Visit visit) {
    return new Facts(destinations.list())
        .list("destinations").stream().filter(it -> visit.reads(it.text("name"))).toList();
  }

  private static Response form(Visit visit, int status, List<Facts> destinations, String refusal) {
    return Pages.html(
        status, Templates.messages(Frame.of("Messages", SECTION, visit), destinations, refusal));
  }

  /** An id may stand in an address, a key may not: it goes no further than to here. */
  @POST
  @NonBlocking
  public CompletionStage<Response> find(
      @FormParam("id") Optional<String> id,
      @FormParam("destination") Optional<String> destination,
      @FormParam("key") Optional<String> key,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    List<Facts> offered = destinations(visit);
    Optional<String> asked = id.map(String::strip).filter(text -> !text.isEmpty());
    if (asked.isPresent()) {
      return CompletableFuture.completedFuture(Pages.to(address(asked.get())));
    }
    if (key.isEmpty() || destination.isEmpty()) {
      return CompletableFuture.completedFuture(
          form(visit, 400, offered, "Enter an id, or a destination and a key."));
    }
    return Pages.answer(
        visit,
        () -> byKey.byKey(destination.get(), new LookupRequest(key.get().strip())),
        answer -> Pages.to(address(Facts.of(answer).text("id"))),
        problem ->
            refusal(problem).map(words -> form(visit, problem.type().status(), offered, words)));
  }

  private static Optional<String> refusal(Problem problem) {
    return switch (problem.type()) {
      case MESSAGE_UNKNOWN -> Optional.of("No message of this destination has this key.");
      case IDEMPOTENCY_KEY_MALFORMED -> Optional.of("A key has 1 to 255 visible ASCII characters.");
      default -> Optional.empty();
    };
  }

  @GET
  @Path("/{id}")
  @NonBlocking
  public CompletionStage<Response> message(
      @PathParam("id") String id, @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    return Pages.show(
        visit,
        () -> messages.message(id).thenApply(Facts::new),
        it -> Templates.message(Frame.of("Message " + id, SECTION, visit), it));
  }

  /** By a form, so that nothing asks for a payload, and leaves a line about it, by itself. */
  @POST
  @Path("/{id}/payload")
  @NonBlocking
  public CompletionStage<Response> payload(
      @PathParam("id") String id, @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    return Pages.show(
        visit,
        () -> messages.payload(id),
        answer ->
            Templates.payload(
                Frame.of("Payload of message " + id, SECTION, visit),
                Payload.of(
                    id,
                    address(id),
                    answer.getHeaderString(HttpHeaders.CONTENT_TYPE),
                    (byte[]) answer.getEntity())));
  }

  static String address(String id) {
    return Visitors.ROOT + "/messages/" + Say.url(id);
  }
}
