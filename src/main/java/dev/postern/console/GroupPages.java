package dev.postern.console;

import dev.postern.api.GroupResource;
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

/** One group: for what it waits, and what can be done about it. */
@Path(DestinationPages.PATH + "/groups/{group}")
public class GroupPages {
  private final GroupResource groups;

  GroupPages(GroupResource groups) {
    this.groups = groups;
  }

  @GET
  @NonBlocking
  public CompletionStage<Response> group(
      @PathParam("destination") String name,
      @PathParam("group") String ref,
      @QueryParam("done") Optional<String> done,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    return Pages.show(
        visit,
        () -> groups.get(name, ref).thenApply(Facts::of),
        it ->
            Templates.group(
                Frame.of("Group " + it.text("groupId"), "destinations", visit).telling(done),
                name,
                it));
  }

  @GET
  @Path("/skip")
  @NonBlocking
  public CompletionStage<Response> askToSkip(
      @PathParam("destination") String name,
      @PathParam("group") String ref,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    return Pages.show(
        visit,
        () -> groups.get(name, ref).thenApply(Facts::of),
        it ->
            Templates.confirm(
                Frame.of("Skip the first message?", "destinations", visit),
                question(name, ref, it),
                Optional.empty()));
  }

  private static Confirm question(String name, String ref, Facts it) {
    if (!it.has("headMessageId")) {
      return Confirm.of("", "", address(name, ref), "The group waits for no message.");
    }
    return Confirm.of(
            address(name, ref) + "/skip",
            "Skip the message",
            address(name, ref),
            "Group "
                + it.text("groupId")
                + " of "
                + name
                + " waits for message "
                + it.text("headMessageId")
                + ".",
            "Skipped, it is not published, and stays a dead letter; the messages behind it are"
                + " published without it.")
        .with("message", Optional.of(it.text("headMessageId")));
  }

  @POST
  @Path("/skip")
  @NonBlocking
  public CompletionStage<Response> skip(
      @PathParam("destination") String name,
      @PathParam("group") String ref,
      @FormParam("message") Optional<String> message,
      @Context RoutingContext request) {
    return Pages.act(
        Visit.of(request),
        () -> groups.skip(name, ref, message.orElse("")),
        address(name, ref),
        Notice.SKIPPED);
  }

  @POST
  @Path("/resume")
  @NonBlocking
  public CompletionStage<Response> resume(
      @PathParam("destination") String name,
      @PathParam("group") String ref,
      @Context RoutingContext request) {
    return Pages.act(
        Visit.of(request), () -> groups.resume(name, ref), address(name, ref), Notice.RESUMED);
  }

  private static String address(String name, String ref) {
    return Visitors.ROOT + "/destinations/" + Say.url(name) + "/groups/" + Say.url(ref);
  }
}
