package dev.postern.console;

import dev.postern.api.LetterResource;
import dev.postern.api.RedriveLettersRequest;
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

/** The dead letters of a subscription, a hundred at a time; asked for once for trial. */
@Path(SubscriptionPages.PATH + "/{subscription}/dead-letters/redrive")
public class RedriveLettersPages {
  private final LetterResource letters;

  RedriveLettersPages(LetterResource letters) {
    this.letters = letters;
  }

  @GET
  @NonBlocking
  public CompletionStage<Response> ask(
      @PathParam("subscription") String name,
      @QueryParam("reason") Optional<String> reason,
      @QueryParam("cursor") Optional<String> cursor,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    Optional<String> only = reason.filter(word -> !word.isEmpty());
    return Pages.show(
        visit,
        () -> letters.redriveAll(name, order(only, true, cursor)).thenApply(Facts::of),
        report ->
            Templates.confirm(
                Frame.of("Redrive dead letters of " + name + "?", SubscriptionPages.SECTION, visit),
                question(name, report, only).with("cursor", cursor),
                Optional.empty()));
  }

  private static Confirm question(String name, Facts report, Optional<String> reason) {
    String messages = RedriveAllPages.messages(report.number("redriven"));
    return Confirm.of(
            report.number("redriven") == 0 ? "" : LetterPages.address(name) + "/redrive",
            "Redrive " + messages,
            LetterPages.address(name),
            "A trial run: "
                + messages
                + reason.map(word -> " that died of " + Say.plain(word)).orElse("")
                + " would be handed over again, the oldest death first.",
            report.has("next")
                ? "There are more than these: they are redriven a hundred at a time."
                : "There are no more than these.")
        .with("reason", reason);
  }

  @POST
  @NonBlocking
  public CompletionStage<Response> redrive(
      @PathParam("subscription") String name,
      @FormParam("reason") Optional<String> reason,
      @FormParam("cursor") Optional<String> cursor,
      @Context RoutingContext request) {
    return Pages.answer(
        Visit.of(request),
        () -> letters.redriveAll(name, order(reason, false, cursor)).thenApply(Facts::of),
        // Where there are more, the next question is the next page.
        report ->
            report.has("next")
                ? Pages.to(
                    LetterPages.address(name)
                        + "/redrive?cursor="
                        + Say.url(report.text("next"))
                        + reason.map(word -> "&reason=" + Say.url(word)).orElse(""))
                : Pages.done(LetterPages.address(name), Notice.REDRIVEN_ALL));
  }

  private static RedriveLettersRequest order(
      Optional<String> reason, boolean dryRun, Optional<String> cursor) {
    return new RedriveLettersRequest(reason.orElse(null), dryRun, null, cursor.orElse(null));
  }
}
