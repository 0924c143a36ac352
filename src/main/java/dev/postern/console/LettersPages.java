package dev.postern.console;

import dev.postern.api.Problem;
import dev.postern.api.ProblemType;
import dev.postern.message.Worded;
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
 * The dead letters of a destination or subscription: one at a time, or a hundred at a time, the
 * oldest first; the latter are asked for once without doing anything, to tell what would be done.
 */
public abstract class LettersPages {
  /**
   * Whose letters they are.
   *
   * @param section of the navigation, which is its path below the console's as well
   * @param reasons of which they may have died
   * @param fates what becomes of a letter, in words
   */
  record Place(String section, Class<? extends Worded> reasons, Fates fates) {
    String address(String name) {
      return Visitors.ROOT + "/" + section + "/" + Say.url(name) + "/dead-letters";
    }
  }

  /**
   * What becomes of letters.
   *
   * @param again what they would be, redriven
   * @param redriven what is said after one was
   * @param gone what follows from deleting one
   */
  record Fates(String again, Notice redriven, String gone) {}

  /** Which ones, a hundred at a time. */
  record Order(Optional<String> reason, boolean allowReorder, Optional<String> cursor) {
    String query() {
      return "?allowReorder="
          + allowReorder
          + reason.map(word -> "&reason=" + Say.url(word)).orElse("")
          + cursor.map(place -> "&cursor=" + Say.url(place)).orElse("");
    }
  }

  private final Place place;

  LettersPages(Place place) {
    this.place = place;
  }

  abstract CompletionStage<Response> letters(
      String name, Optional<String> reason, Optional<String> cursor);

  abstract CompletionStage<Response> redrive(String name, String id, boolean allowReorder);

  abstract CompletionStage<Response> redrive(String name, Order order, boolean dryRun);

  abstract CompletionStage<Response> delete(String name, String id);

  final String address(String name) {
    return place.address(name);
  }

  final Frame frame(String title, Visit visit) {
    return Frame.of(title, place.section(), visit);
  }

  @GET
  @NonBlocking
  public CompletionStage<Response> list(
      @PathParam("name") String name,
      @QueryParam("reason") Optional<String> reason,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("done") Optional<String> done,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    Optional<String> only = given(reason);
    return Pages.show(
        visit,
        () -> letters(name, only, cursor).thenApply(Facts::of),
        page ->
            Templates.letters(
                frame("Dead letters of " + name, visit).telling(done),
                name,
                LetterList.of(page, only, place.reasons())));
  }

  private static Optional<String> given(Optional<String> reason) {
    return reason.filter(word -> !word.isEmpty());
  }

  @POST
  @Path("/{id}/redrive")
  @NonBlocking
  public CompletionStage<Response> redriveOne(
      @PathParam("name") String name,
      @PathParam("id") String id,
      @FormParam("allowReorder") boolean allowReorder,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    return Pages.answer(
        visit,
        () -> redrive(name, id, allowReorder),
        answered -> Pages.done(address(name), place.fates().redriven()),
        problem ->
            problem.type() == ProblemType.REORDER_NOT_ALLOWED
                ? Optional.of(outOfOrder(visit, name, id, problem))
                : Optional.empty());
  }

  private Response outOfOrder(Visit visit, String name, String id, Problem problem) {
    return Pages.html(
        problem.type().status(),
        Templates.confirm(
            frame("Redrive it out of order?", visit),
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
      @PathParam("name") String name, @PathParam("id") String id, @Context RoutingContext request) {
    return Pages.html(
        200,
        Templates.confirm(
            frame("Delete the dead letter?", Visit.of(request)),
            Confirm.of(
                address(name) + "/" + Say.url(id) + "/delete",
                "Delete the dead letter",
                address(name),
                "Dead letter " + id + " of " + name + ".",
                place.fates().gone()),
            Optional.empty()));
  }

  @POST
  @Path("/{id}/delete")
  @NonBlocking
  public CompletionStage<Response> deleteOne(
      @PathParam("name") String name, @PathParam("id") String id, @Context RoutingContext request) {
    return Pages.act(Visit.of(request), () -> delete(name, id), address(name), Notice.DELETED);
  }

  @GET
  @Path("/redrive")
  @NonBlocking
  public CompletionStage<Response> askToRedrive(
      @PathParam("name") String name,
      @QueryParam("reason") Optional<String> reason,
      @QueryParam("allowReorder") boolean allowReorder,
      @QueryParam("cursor") Optional<String> cursor,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    Order order = new Order(given(reason), allowReorder, cursor);
    return Pages.show(
        visit,
        () -> redrive(name, order, true).thenApply(Facts::of),
        report ->
            Templates.confirm(
                frame("Redrive dead letters of " + name + "?", visit),
                question(name, report, order),
                instead(name, report, order)));
  }

  private Confirm question(String name, Facts report, Order order) {
    long count = report.number("redriven");
    String which = order.reason().map(word -> " that died of " + Say.plain(word)).orElse("");
    return Confirm.of(
            count == 0 ? "" : address(name) + "/redrive",
            "Redrive " + messages(count),
            address(name),
            "A trial run: "
                + messages(count)
                + which
                + " would be "
                + place.fates().again()
                + ", the oldest death first.",
            held(report),
            report.has("next")
                ? "There are more than these: they are redriven a hundred at a time."
                : "There are no more than these.")
        .with("reason", order.reason())
        .with("allowReorder", Optional.of(Boolean.toString(order.allowReorder())))
        .with("cursor", order.cursor());
  }

  private static String held(Facts report) {
    int held = report.list("heldBack").size();
    return held == 0
        ? "None would be held back."
        : messages(held) + " would be held back, since their groups have gone on without them.";
  }

  private static String messages(long count) {
    return count == 1 ? "1 message" : count + " messages";
  }

  private Optional<Confirm.Instead> instead(String name, Facts report, Order order) {
    Order anyway = new Order(order.reason(), true, order.cursor());
    return report.list("heldBack").isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Confirm.Instead(
                "Redrive those, too, out of order", address(name) + "/redrive" + anyway.query()));
  }

  @POST
  @Path("/redrive")
  @NonBlocking
  public CompletionStage<Response> redriveAll(
      @PathParam("name") String name,
      @FormParam("reason") Optional<String> reason,
      @FormParam("allowReorder") boolean allowReorder,
      @FormParam("cursor") Optional<String> cursor,
      @Context RoutingContext request) {
    return Pages.answer(
        Visit.of(request),
        () -> redrive(name, new Order(reason, allowReorder, cursor), false).thenApply(Facts::of),
        report -> redriven(name, report, reason, allowReorder));
  }

  /** Where there are more, the next question is the next page. */
  private Response redriven(
      String name, Facts report, Optional<String> reason, boolean allowReorder) {
    Order next = new Order(reason, allowReorder, Optional.of(report.text("next")));
    return report.has("next")
        ? Pages.to(address(name) + "/redrive" + next.query())
        : Pages.done(address(name), Notice.REDRIVEN_ALL);
  }
}
