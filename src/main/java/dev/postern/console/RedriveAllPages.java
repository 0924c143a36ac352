package dev.postern.console;

import dev.postern.api.DeadLetterResource;
import dev.postern.api.RedriveAllRequest;
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

/**
 * The dead letters of a destination, a hundred at a time, the oldest first: asked for once without
 * doing anything, to tell what would be done.
 */
@Path(DestinationPages.PATH + "/dead-letters/redrive")
public class RedriveAllPages {
  private final DeadLetterResource letters;

  RedriveAllPages(DeadLetterResource letters) {
    this.letters = letters;
  }

  @GET
  @NonBlocking
  public CompletionStage<Response> ask(
      @PathParam("destination") String name,
      @QueryParam("reason") Optional<String> reason,
      @QueryParam("allowReorder") boolean allowReorder,
      @QueryParam("cursor") Optional<String> cursor,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    Optional<String> only = reason.filter(word -> !word.isEmpty());
    return Pages.show(
        visit,
        () ->
            letters.redriveAll(name, order(only, allowReorder, true, cursor)).thenApply(Facts::of),
        report ->
            Templates.confirm(
                Frame.of("Redrive dead letters of " + name + "?", "destinations", visit),
                question(name, report, only)
                    .with("allowReorder", Optional.of(Boolean.toString(allowReorder)))
                    .with("cursor", cursor),
                instead(name, report, only, cursor)));
  }

  private static Confirm question(String name, Facts report, Optional<String> reason) {
    long count = report.number("redriven");
    int held = report.list("heldBack").size();
    String which = reason.map(word -> " that died of " + Say.plain(word)).orElse("");
    String back = DeadLetterPages.address(name);
    return Confirm.of(
            count == 0 ? "" : back + "/redrive",
            "Redrive " + messages(count),
            back,
            "A trial run: "
                + messages(count)
                + which
                + " would be put back to be published, the oldest death first.",
            held == 0
                ? "None would be held back."
                : messages(held)
                    + " would be held back, since their groups have gone on without them.",
            report.has("next")
                ? "There are more than these: they are redriven a hundred at a time."
                : "There are no more than these.")
        .with("reason", reason);
  }

  static String messages(long count) {
    return count == 1 ? "1 message" : count + " messages";
  }

  private static Optional<Confirm.Instead> instead(
      String name, Facts report, Optional<String> reason, Optional<String> cursor) {
    return report.list("heldBack").isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Confirm.Instead(
                "Redrive those, too, out of order", address(name, reason, true, cursor)));
  }

  @POST
  @NonBlocking
  public CompletionStage<Response> redrive(
      @PathParam("destination") String name,
      @FormParam("reason") Optional<String> reason,
      @FormParam("allowReorder") boolean allowReorder,
      @FormParam("cursor") Optional<String> cursor,
      @Context RoutingContext request) {
    return Pages.answer(
        Visit.of(request),
        () ->
            letters
                .redriveAll(name, order(reason, allowReorder, false, cursor))
                .thenApply(Facts::of),
        // Where there are more, the next question is the next page.
        report ->
            report.has("next")
                ? Pages.to(address(name, reason, allowReorder, Optional.of(report.text("next"))))
                : Pages.done(DeadLetterPages.address(name), Notice.REDRIVEN_ALL));
  }

  private static RedriveAllRequest order(
      Optional<String> reason, boolean allowReorder, boolean dryRun, Optional<String> cursor) {
    return new RedriveAllRequest(
        reason.orElse(null), allowReorder, dryRun, null, cursor.orElse(null));
  }

  private static String address(
      String name, Optional<String> reason, boolean allowReorder, Optional<String> cursor) {
    return DeadLetterPages.address(name)
        + "/redrive?allowReorder="
        + allowReorder
        + reason.map(word -> "&reason=" + Say.url(word)).orElse("")
        + cursor.map(place -> "&cursor=" + Say.url(place)).orElse("");
  }
}
