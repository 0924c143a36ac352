package dev.postern.console;

import dev.postern.api.LetterResource;
import dev.postern.subscription.Poison;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The dead letters of a subscription, one at a time. */
@Path(SubscriptionPages.PATH + "/{subscription}/dead-letters")
public class LetterPages {
  private final LetterResource letters;

  LetterPages(LetterResource letters) {
    this.letters = letters;
  }

  @GET
  @NonBlocking
  public CompletionStage<Response> list(
      @PathParam("subscription") String name,
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
            Templates.subscriptionLetters(
                Frame.of("Dead letters of " + name, SubscriptionPages.SECTION, visit).telling(done),
                name,
                LetterList.of(page, only, Poison.class)));
  }

  /** By a form, so that nothing asks for a payload, and leaves a line about it, by itself. */
  @POST
  @Path("/{id}/payload")
  @NonBlocking
  public CompletionStage<Response> payload(
      @PathParam("subscription") String name,
      @PathParam("id") String id,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    return Pages.show(
        visit,
        () -> letters.get(name, id).thenApply(Facts::of),
        it ->
            Templates.payload(
                Frame.of("Payload of message " + id, SubscriptionPages.SECTION, visit),
                Payload.of(id, address(name), it.text("contentType"), bytes(it))));
  }

  private static byte[] bytes(Facts it) {
    return it.has("payloadBase64")
        ? Base64.getDecoder().decode(it.text("payloadBase64"))
        : it.text("payload").getBytes(StandardCharsets.UTF_8);
  }

  @POST
  @Path("/{id}/redrive")
  @NonBlocking
  public CompletionStage<Response> redrive(
      @PathParam("subscription") String name,
      @PathParam("id") String id,
      @Context RoutingContext request) {
    return Pages.act(
        Visit.of(request), () -> letters.redrive(name, id), address(name), Notice.HANDED_BACK);
  }

  @GET
  @Path("/{id}/delete")
  @NonBlocking
  public Response askToDelete(
      @PathParam("subscription") String name,
      @PathParam("id") String id,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    return Pages.html(
        200,
        Templates.confirm(
            Frame.of("Delete the dead letter?", SubscriptionPages.SECTION, visit),
            Confirm.of(
                address(name) + "/" + Say.url(id) + "/delete",
                "Delete the dead letter",
                address(name),
                "Dead letter " + id + " of " + name + ".",
                "Deleted, its message is gone for good, and its group goes on without it."),
            Optional.empty()));
  }

  @POST
  @Path("/{id}/delete")
  @NonBlocking
  public CompletionStage<Response> delete(
      @PathParam("subscription") String name,
      @PathParam("id") String id,
      @Context RoutingContext request) {
    return Pages.act(
        Visit.of(request), () -> letters.delete(name, id), address(name), Notice.DELETED);
  }

  static String address(String name) {
    return SubscriptionPages.address(name) + "/dead-letters";
  }
}
