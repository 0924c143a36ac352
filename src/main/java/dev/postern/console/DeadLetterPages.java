package dev.postern.console;

import dev.postern.api.DeadLetterResource;
import dev.postern.api.Problem;
import dev.postern.api.ProblemType;
import dev.postern.api.RedriveRequest;
import dev.postern.message.DeathReason;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The dead letters of a destination, one at a time. */
@Path(DestinationPages.PATH + "/dead-letters")
public class DeadLetterPages {
  private final DeadLetterResource letters;

  DeadLetterPages(DeadLetterResource letters) {
    this.letters = letters;
  }

  @GET
  @NonBlocking
  public CompletionStage<Response> list(
      @PathParam("destination") String name,
      @QueryParam("reason") Optional<String> reason,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("done") Optional<String> done,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    Optional<String> only = reason.filter(word -> !word.isEmpty());
    return Pages.show(
        visit,
        () -> letters.list(name, only, Optional.empty(), cursor).thenApply(Facts::of),
        page ->
            Templates.letters(
                Frame.of("Dead letters of " + name, "destinations", visit).telling(done),
                name,
                LetterList.of(page, only, DeathReason.class)));
  }

  @POST
  @Path("/{id}/redrive")
  @NonBlocking
  public CompletionStage<Response> redrive(
      @PathParam("destination") String name,
      @PathParam("id") String id,
      @FormParam("allowReorder") boolean allowReorder,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    return Pages.answer(
        visit,
        () -> letters.redrive(name, id, new RedriveRequest(allowReorder)),
        answered -> Pages.done(address(name), Notice.REDRIVEN),
        problem ->
            problem.type() == ProblemType.REORDER_NOT_ALLOWED
                ? Optional.of(outOfOrder(visit, name, id, problem))
                : Optional.empty());
  }

  private static Response outOfOrder(Visit visit, String name, String id, Problem problem) {
    return Pages.html(
        problem.type().status(),
        Templates.confirm(
            Frame.of("Redrive it out of order?", "destinations", visit),
            Confirm.of(
                    address(name) + "/" + Say.url(id) + "/redrive",
                    "Redrive out of order",
                    address(name),
                    "Message "
                        + id
                        + " was passed, and its group may have gone on without it. Nothing was done.",
                    "Redriven, it comes after messages that it went before.")
                .with("allowReorder", Optional.of("true")),
            Optional.empty()));
  }

  @GET
  @Path("/{id}/delete")
  @NonBlocking
  public Response askToDelete(
      @PathParam("destination") String name,
      @PathParam("id") String id,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    return Pages.html(
        200,
        Templates.confirm(
            Frame.of("Delete the dead letter?", "destinations", visit),
            Confirm.of(
                address(name) + "/" + Say.url(id) + "/delete",
                "Delete the dead letter",
                address(name),
                "Dead letter " + id + " of " + name + ".",
                "Deleted, it can't be redriven any more. That it died can be looked up as long as"
                    + " its record is kept."),
            Optional.empty()));
  }

  @POST
  @Path("/{id}/delete")
  @NonBlocking
  public CompletionStage<Response> delete(
      @PathParam("destination") String name,
      @PathParam("id") String id,
      @Context RoutingContext request) {
    return Pages.act(
        Visit.of(request), () -> letters.delete(name, id), address(name), Notice.DELETED);
  }

  static String address(String name) {
    return Visitors.ROOT + "/destinations/" + Say.url(name) + "/dead-letters";
  }
}
