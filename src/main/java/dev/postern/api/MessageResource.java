package dev.postern.api;

import dev.postern.lane.Eraser;
import dev.postern.message.DestinationName;
import dev.postern.message.MessageId;
import dev.postern.publish.Lookup;
import dev.postern.publish.MessageState;
import dev.postern.publish.PublishConfig;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Says what became of a message, and erases what it said. */
@Path("/v1/messages/{id}")
public class MessageResource {
  private static final String NO_STORE = "no-store";

  private final Lookup lookup;
  private final Tenancy tenancy;
  private final PublishConfig config;
  private final Eraser eraser;

  MessageResource(Lookup lookup, Eraser eraser, Tenancy tenancy, PublishConfig config) {
    this.lookup = lookup;
    this.eraser = eraser;
    this.tenancy = tenancy;
    this.config = config;
  }

  @GET
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> message(
      @PathParam("id") String id, @Context HttpHeaders headers) {
    Preference preference = Preference.read(lines(headers, "Prefer")).only(Preference.Kind.WAIT);
    Duration waiting = preference.patience(Duration.ZERO, config.maxWait());
    Caller caller = tenancy.caller();
    return found(caller, Permission.READ_STATUS, parsed(id), waiting)
        .thenApply(
            state -> {
              EntityTag tag = EntityTag.of(state);
              Response.ResponseBuilder answer =
                  tag.isAmong(lines(headers, HttpHeaders.IF_NONE_MATCH))
                      ? Response.notModified()
                      : Response.ok(MessageView.of(state), MediaType.APPLICATION_JSON_TYPE);
              preference
                  .applied(config.maxWait())
                  .ifPresent(applied -> answer.header("Preference-Applied", applied));
              return answer
                  .header(HttpHeaders.ETAG, tag.value())
                  .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                  .header(HttpHeaders.VARY, PublishAnswer.VARY)
                  .build();
            });
  }

  /** How the message stands, for who asks neither to wait nor whether it is another state. */
  public CompletionStage<Map<String, Object>> message(String id) {
    Caller caller = tenancy.caller();
    return found(caller, Permission.READ_STATUS, parsed(id), Duration.ZERO)
        .thenApply(MessageView::of);
  }

  @GET
  @Path("/payload")
  @NonBlocking
  @Produces(MediaType.WILDCARD)
  public CompletionStage<Response> payload(@PathParam("id") String id) {
    Caller caller = tenancy.caller();
    return found(caller, Permission.READ_PAYLOAD, parsed(id), Duration.ZERO)
        .thenApply(
            state -> {
              DestinationName destination = state.message().destination();
              state.payloadErasedAt().ifPresent(MessageResource::erased);
              Tenancy.audit(caller, "read-payload", destination, Optional.of(id));
              return Response.ok(state.message().content().payload().array())
                  .header(HttpHeaders.CONTENT_TYPE, state.message().content().type().value())
                  .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                  // What a caller stored must not run in a reader's browser.
                  .header("X-Content-Type-Options", "nosniff")
                  .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
                  .build();
            });
  }

  @DELETE
  @Path("/payload")
  @NonBlocking
  public CompletionStage<Response> erasePayload(@PathParam("id") String id) {
    Caller caller = tenancy.caller();
    MessageId message = parsed(id);
    return found(caller, Permission.OPERATE, message, Duration.ZERO)
        .thenCompose(
            state -> {
              DestinationName destination = state.message().destination();
              Tenancy.audit(caller, "erase-payload", destination, Optional.of(id));
              return eraser.erase(message);
            })
        .thenApply(
            erased ->
                switch (erased) {
                  case DONE -> Response.noContent().build();
                  case GONE -> throw overdue();
                  case NOT_FINAL ->
                      throw new RefusedRequest(
                          Problem.of(
                                  ProblemType.MESSAGE_NOT_FINAL,
                                  "The message is neither published nor dead, so its payload is"
                                      + " still needed. GET /v1/messages/{id} with Prefer: wait"
                                      + " waits for its end.")
                              .messageId(message));
                });
  }

  private static void erased(Instant at) {
    throw new RefusedRequest(
        Problem.of(
            ProblemType.PAYLOAD_ERASED,
            "The payload was erased by hand at " + MessageView.time(at) + "."));
  }

  /** The message, where the caller has that permission: who has not waits for nothing. */
  private CompletionStage<MessageState> found(
      Caller caller, Permission permission, MessageId id, Duration wait) {
    return lookup
        .byId(
            caller.tenant(),
            id,
            wait,
            message -> Tenancy.require(caller, permission, message.destination()))
        .thenApply(found -> found.fold(Function.identity(), this::unknown, this::expired));
  }

  private static List<String> lines(HttpHeaders headers, String name) {
    List<String> lines = headers.getRequestHeader(name);
    return lines == null ? List.of() : lines;
  }

  private MessageId parsed(String id) {
    return MessageId.parse(id).orElseThrow(() -> new RefusedRequest(notThere()));
  }

  private MessageState unknown() {
    throw new RefusedRequest(notThere());
  }

  static Problem notThere() {
    return Problem.of(ProblemType.MESSAGE_UNKNOWN, "No message has this id or key.");
  }

  private MessageState expired() {
    throw overdue();
  }

  private static RefusedRequest overdue() {
    return new RefusedRequest(
        Problem.of(
            ProblemType.MESSAGE_EXPIRED,
            "The message was kept for its destination's retention, which is over."));
  }
}
