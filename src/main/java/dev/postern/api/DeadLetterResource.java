package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.lane.DeadLetters;
import dev.postern.lane.Lanes;
import dev.postern.message.DeathReason;
import dev.postern.message.GroupId;
import dev.postern.message.MessageId;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The messages that will not be tried again by themselves, and what a person can do about it. */
@Path("/v1/destinations/{destination}/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public class DeadLetterResource {
  private final DeadLetters letters;
  private final Tenancy tenancy;

  DeadLetterResource(DeadLetters letters, Tenancy tenancy) {
    this.letters = letters;
    this.tenancy = tenancy;
  }

  @GET
  @NonBlocking
  public CompletionStage<Response> list(
      @PathParam("destination") String name,
      @QueryParam("reason") Optional<String> reason,
      @QueryParam("limit") Optional<String> limit,
      @QueryParam("cursor") Optional<String> cursor) {
    return letters
        .list(
            tenancy.destination(Permission.READ_STATUS, name),
            Paging.word("reason", DeathReason.class, reason),
            Paging.letterPlace(cursor),
            Paging.limit(limit))
        .thenApply(
            page -> {
              Map<String, Object> view = new LinkedHashMap<>();
              view.put(
                  "deadLetters", page.letters().stream().map(DeadLetterResource::view).toList());
              page.next().ifPresent(next -> view.put("next", Paging.cursor(next)));
              return answer(Response.Status.OK, view);
            });
  }

  @POST
  @Path("/redrive")
  @NonBlocking
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> redriveAll(
      @PathParam("destination") String name, RedriveAllRequest request) {
    Destination destination = tenancy.destination(Permission.OPERATE, name);
    DeadLetters.Order order = given(request).order();
    if (!order.dryRun()) {
      tenancy.audit("redrive-dead-letters", destination, Optional.empty());
    }
    return letters
        .redriveAll(destination, order)
        .thenApply(
            report -> {
              Map<String, Object> view = new LinkedHashMap<>();
              view.put("dryRun", order.dryRun());
              view.put("redriven", report.redriven());
              view.put(
                  "heldBack", report.heldBack().stream().map(DeadLetterResource::view).toList());
              report.next().ifPresent(next -> view.put("next", Paging.cursor(next)));
              return answer(Response.Status.OK, view);
            });
  }

  @POST
  @Path("/{id}/redrive")
  @NonBlocking
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> redrive(
      @PathParam("destination") String name, @PathParam("id") String id, RedriveRequest request) {
    Destination destination = tenancy.destination(Permission.OPERATE, name);
    MessageId message = parsed(id);
    tenancy.audit("redrive-dead-letter", destination, Optional.of(message.toString()));
    return letters
        .redrive(destination, message, request != null && request.reorders())
        .thenApply(
            redriven ->
                switch (redriven) {
                  case DONE ->
                      Response.accepted(Map.of("id", message.toString(), "status", "retrying"))
                          .header(HttpHeaders.LOCATION, "/v1/messages/" + message)
                          .header(HttpHeaders.CACHE_CONTROL, "no-store")
                          .build();
                  case UNKNOWN -> throw unknown();
                  case ERASED -> throw new RefusedRequest(erased().messageId(message));
                  case WOULD_REORDER ->
                      throw new RefusedRequest(
                          Problem.of(
                                  ProblemType.REORDER_NOT_ALLOWED,
                                  "The message was passed, and its group may have gone on without"
                                      + " it: redriven it comes after messages that it went before."
                                      + " If that is wanted, say {\"allowReorder\": true}.")
                              .field("allowReorder")
                              .messageId(message));
                });
  }

  @DELETE
  @Path("/{id}")
  @NonBlocking
  public CompletionStage<Response> delete(
      @PathParam("destination") String name, @PathParam("id") String id) {
    Destination destination = tenancy.destination(Permission.OPERATE, name);
    MessageId message = parsed(id);
    tenancy.audit("delete-dead-letter", destination, Optional.of(message.toString()));
    return letters
        .delete(destination, message)
        .thenApply(
            deleted ->
                switch (deleted) {
                  case DONE -> Response.noContent().build();
                  case UNKNOWN -> throw unknown();
                  case BLOCKS ->
                      throw new RefusedRequest(
                          Problem.of(
                                  ProblemType.DEAD_LETTER_BLOCKS_GROUP,
                                  "Its group waits for this message: skip or resume the group"
                                      + " first.")
                              .messageId(message));
                });
  }

  private static <T> T given(T body) {
    if (body == null) {
      throw new RefusedRequest(BodyFault.empty());
    }
    return body;
  }

  private static Map<String, Object> view(Lanes.DeadLetter letter) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", letter.message().toString());
    letter
        .group()
        .ifPresent(
            (GroupId group) -> {
              view.put("groupId", group.value());
              view.put("groupRef", new GroupRef(group).value());
            });
    view.put("reason", letter.outcome().reason().word());
    view.put("lastError", letter.outcome().lastError());
    view.put("attempts", letter.outcome().attempts());
    view.put("acceptedAt", MessageView.time(letter.message().acceptedAt()));
    view.put("diedAt", MessageView.time(letter.outcome().at()));
    view.put("mayBePublished", letter.mayBePublished());
    view.put("canRedrive", !letter.erased());
    view.put("expiresAt", MessageView.time(letter.expiresAt()));
    return view;
  }

  private static Response answer(Response.Status status, Map<String, Object> view) {
    return Response.status(status)
        .entity(view)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static MessageId parsed(String id) {
    return MessageId.parse(id).orElseThrow(DeadLetterResource::unknown);
  }

  /** Why nothing can be published any more of a message. */
  static Problem erased() {
    return Problem.of(
        ProblemType.REDRIVE_NOT_POSSIBLE,
        "The payload of the message was erased, so there is nothing left to publish: a group that"
            + " waits for it can only skip it.");
  }

  private static RefusedRequest unknown() {
    return new RefusedRequest(
        Problem.of(
            ProblemType.DEAD_LETTER_UNKNOWN,
            "No dead letter of this destination has this id: there was none, or it was redriven or"
                + " deleted, or ran out. GET /v1/messages/{id} says what became of the message."));
  }
}
