package dev.postern.api;

import dev.postern.message.GroupId;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Letter;
import dev.postern.subscription.LetterBox;
import dev.postern.subscription.Poison;
import dev.postern.subscription.Subscription;
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

/** The messages that a subscription hands over no more, and what a person can do about it. */
@Path("/v1/subscriptions/{subscription}/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public class LetterResource {
  private final LetterBox letters;
  private final Tenancy tenancy;

  LetterResource(LetterBox letters, Tenancy tenancy) {
    this.letters = letters;
    this.tenancy = tenancy;
  }

  @GET
  @NonBlocking
  public CompletionStage<Response> list(
      @PathParam("subscription") String name,
      @QueryParam("reason") Optional<String> reason,
      @QueryParam("limit") Optional<String> limit,
      @QueryParam("cursor") Optional<String> cursor) {
    return letters
        .list(
            tenancy.subscription(Permission.READ_STATUS, name),
            Paging.word("reason", Poison.class, reason),
            Paging.inboundLetter(cursor),
            Paging.limit(limit))
        .thenApply(
            page -> {
              Map<String, Object> view = new LinkedHashMap<>();
              view.put("deadLetters", page.letters().stream().map(LetterResource::view).toList());
              page.next().ifPresent(next -> view.put("next", Paging.cursor(next)));
              return answer(view);
            });
  }

  @GET
  @Path("/{id}")
  @NonBlocking
  public CompletionStage<Response> get(
      @PathParam("subscription") String name, @PathParam("id") String id) {
    Subscription subscription = tenancy.subscription(Permission.READ_PAYLOAD, name);
    InboundId message = parsed(id);
    tenancy.audit("read-payload", subscription, Optional.of(id));
    return letters
        .find(subscription, message)
        .thenApply(
            found -> {
              Letter letter = found.orElseThrow(LetterResource::unknown);
              Map<String, Object> view = view(letter);
              InboundView.content(letter.message(), view);
              return answer(view);
            });
  }

  @POST
  @Path("/redrive")
  @NonBlocking
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> redriveAll(
      @PathParam("subscription") String name, RedriveLettersRequest request) {
    Subscription subscription = tenancy.subscription(Permission.OPERATE, name);
    if (request == null) {
      throw new RefusedRequest(BodyFault.empty());
    }
    LetterBox.Order order = request.order();
    if (!order.dryRun()) {
      tenancy.audit("redrive-dead-letters", subscription, Optional.empty());
    }
    return letters
        .redriveAll(subscription, order)
        .thenApply(
            report -> {
              Map<String, Object> view = new LinkedHashMap<>();
              view.put("dryRun", order.dryRun());
              view.put("redriven", report.redriven());
              report.next().ifPresent(next -> view.put("next", Paging.cursor(next)));
              return answer(view);
            });
  }

  @POST
  @Path("/{id}/redrive")
  @NonBlocking
  public CompletionStage<Response> redrive(
      @PathParam("subscription") String name, @PathParam("id") String id) {
    Subscription subscription = tenancy.subscription(Permission.OPERATE, name);
    InboundId message = parsed(id);
    tenancy.audit("redrive-dead-letter", subscription, Optional.of(id));
    return letters
        .redrive(subscription, message)
        .thenApply(
            decided -> {
              check(decided);
              return Response.accepted(Map.of("id", id, "status", "processing"))
                  .header(HttpHeaders.CACHE_CONTROL, "no-store")
                  .build();
            });
  }

  @DELETE
  @Path("/{id}")
  @NonBlocking
  public CompletionStage<Response> delete(
      @PathParam("subscription") String name, @PathParam("id") String id) {
    Subscription subscription = tenancy.subscription(Permission.OPERATE, name);
    InboundId message = parsed(id);
    tenancy.audit("delete-dead-letter", subscription, Optional.of(id));
    return letters
        .delete(subscription, message)
        .thenApply(
            decided -> {
              check(decided);
              return Response.noContent().build();
            });
  }

  private static void check(LetterBox.Decided decided) {
    switch (decided) {
      case DONE -> {}
      case UNKNOWN -> throw unknown();
      case NO_ROOM ->
          throw new RefusedRequest(
              Problem.of(
                  ProblemType.REDRIVE_NOT_POSSIBLE,
                  "The message has ten attributes already, which leaves no room for its id. Read it,"
                      + " publish it anew, and delete the dead letter."));
      case CHANGED ->
          throw new RefusedRequest(
              Problem.of(
                  ProblemType.DEAD_LETTER_CHANGED,
                  "The dead letter changed at the same moment. Look at it again."));
    }
  }

  private static Map<String, Object> view(Letter letter) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", letter.message().id().value());
    letter.message().group().map(GroupId::value).ifPresent(group -> view.put("groupId", group));
    letter.message().sequence().ifPresent(sequence -> view.put("sequence", sequence));
    view.put("reason", letter.reason().word());
    view.put("attempts", letter.attempts());
    letter.lastFailure().ifPresent(failure -> DeliveryView.failed(failure, view));
    view.put("blocksGroup", letter.blocks());
    view.put("sentAt", MessageView.time(letter.message().sentAt()));
    view.put("diedAt", MessageView.time(letter.diedAt()));
    view.put("expiresAt", MessageView.time(letter.expiresAt()));
    return view;
  }

  private static Response answer(Map<String, Object> view) {
    return Response.ok(view).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  private static InboundId parsed(String id) {
    if (id.isEmpty() || id.length() > InboundId.MOST_CHARACTERS) {
      throw unknown();
    }
    return new InboundId(id);
  }

  private static RefusedRequest unknown() {
    return new RefusedRequest(
        Problem.of(
            ProblemType.DEAD_LETTER_UNKNOWN,
            "No dead letter of this subscription has this id: there was none, or it was redriven or"
                + " deleted, or ran out."));
  }
}
