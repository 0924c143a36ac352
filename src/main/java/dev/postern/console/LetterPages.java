package dev.postern.console;

import dev.postern.api.LetterResource;
import dev.postern.api.RedriveLettersRequest;
import dev.postern.subscription.Poison;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The dead letters of a subscription, whose order nothing that is redriven can change. */
@Path(SubscriptionPages.PATH + "/{name}/dead-letters")
public class LetterPages extends LettersPages {
  private final LetterResource letters;

  LetterPages(LetterResource letters) {
    super(
        new Place(
            SubscriptionPages.SECTION,
            Poison.class,
            new Fates(
                "handed over again",
                Notice.HANDED_BACK,
                "Deleted, its message is gone for good, and its group goes on without it.")));
    this.letters = letters;
  }

  @Override
  CompletionStage<Response> letters(String name, Optional<String> reason, Optional<String> cursor) {
    return letters.list(name, reason, Optional.empty(), cursor);
  }

  @Override
  CompletionStage<Response> redrive(String name, String id, boolean allowReorder) {
    return letters.redrive(name, id);
  }

  @Override
  CompletionStage<Response> redrive(String name, Order order, boolean dryRun) {
    return letters.redriveAll(
        name,
        new RedriveLettersRequest(
            order.reason().orElse(null), dryRun, null, order.cursor().orElse(null)));
  }

  @Override
  CompletionStage<Response> delete(String name, String id) {
    return letters.delete(name, id);
  }

  /** By a form, so that nothing asks for a payload, and leaves a line about it, by itself. */
  @POST
  @Path("/{id}/payload")
  @NonBlocking
  public CompletionStage<Response> payload(
      @PathParam("name") String name, @PathParam("id") String id, @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    return Pages.show(
        visit,
        () -> letters.get(name, id).thenApply(Facts::of),
        it ->
            Templates.payload(
                frame("Payload of message " + id, visit),
                Payload.of(id, address(name), it.text("contentType"), bytes(it))));
  }

  private static byte[] bytes(Facts it) {
    return it.has("payloadBase64")
        ? Base64.getDecoder().decode(it.text("payloadBase64"))
        : it.text("payload").getBytes(StandardCharsets.UTF_8);
  }
}
