package dev.postern.console;

import dev.postern.api.GapResource;
import dev.postern.api.PushResource;
import dev.postern.api.SubscriptionResource;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The subscriptions: their terms, how they stand, and what is pushed stopped and set going. */
@Path(SubscriptionPages.PATH)
public class SubscriptionPages {
  static final String PATH = Visitors.ROOT + "/subscriptions";
  static final String SECTION = "subscriptions";

  private final SubscriptionResource subscriptions;
  private final GapResource gaps;
  private final PushResource push;
  private final Pulse pulse;

  SubscriptionPages(
      SubscriptionResource subscriptions, GapResource gaps, PushResource push, Pulse pulse) {
    this.subscriptions = subscriptions;
    this.gaps = gaps;
    this.push = push;
    this.pulse = pulse;
  }

  @GET
  @NonBlocking
  public Response list(@Context RoutingContext request) {
    Visit visit = Visit.of(request);
    List<Handing> rows =
        new Facts(subscriptions.list()).list("subscriptions").stream().map(this::row).toList();
    return Pages.html(
        200, Templates.subscriptions(Frame.of("Subscriptions", SECTION, visit), rows));
  }

  private Handing row(Facts it) {
    return new Handing(
        it,
        count("postern.deliveries.held", it.text("name")),
        count("postern.deliveries.outstanding", it.text("name")));
  }

  private String count(String what, String name) {
    return String.format(Locale.ROOT, "%.0f", pulse.ofSubscription(what, name));
  }

  @GET
  @Path("/{subscription}")
  @NonBlocking
  public CompletionStage<Response> subscription(
      @PathParam("subscription") String name,
      @QueryParam("done") Optional<String> done,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    return Pages.show(
        visit,
        () ->
            subscriptions
                .get(name)
                .thenApply(Facts::new)
                .thenCombine(missing(visit, name), Found::new),
        found ->
            Templates.subscription(
                Frame.of(name, SECTION, visit).telling(done), found.it(), found.gaps()));
  }

  private record Found(Facts it, Facts gaps) {}

  /** The missing numbers say nothing to who may not see them, and may not be known for a while. */
  private CompletionStage<Facts> missing(Visit visit, String name) {
    return visit.reads(name)
        ? gaps.list(name)
            .handle(
                (found, failure) ->
                    failure == null ? Facts.of(found) : new Facts(Map.of("unknown", true)))
        : CompletableFuture.completedFuture(new Facts(Map.of()));
  }

  @POST
  @Path("/{subscription}/pause")
  @NonBlocking
  public CompletionStage<Response> pause(
      @PathParam("subscription") String name,
      @FormParam("reason") Optional<String> reason,
      @Context RoutingContext request) {
    return Pages.act(
        Visit.of(request),
        () -> push.pause(name, new PushResource.PauseRequest(reason.orElse(""))),
        address(name),
        Notice.PAUSED);
  }

  @POST
  @Path("/{subscription}/resume")
  @NonBlocking
  public CompletionStage<Response> resume(
      @PathParam("subscription") String name, @Context RoutingContext request) {
    return Pages.act(Visit.of(request), () -> push.resume(name), address(name), Notice.UNPAUSED);
  }

  static String address(String name) {
    return PATH + "/" + Say.url(name);
  }
}
