package dev.postern.console;

import dev.postern.api.GapResource;
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

/** Passes by numbers that a subscription waits for. */
@Path(SubscriptionPages.PATH + "/{subscription}/gaps/skip")
public class GapPages {
  private final GapResource gaps;

  GapPages(GapResource gaps) {
    this.gaps = gaps;
  }

  @GET
  @NonBlocking
  public Response ask(
      @PathParam("subscription") String name,
      @QueryParam("groupId") Optional<String> group,
      @QueryParam("producer") Optional<String> producer,
      @QueryParam("upTo") long upTo,
      @Context RoutingContext request) {
    Visit visit = Visit.of(request);
    String whose =
        group
            .map(id -> " of group " + id)
            .or(() -> producer.map(id -> " of producer " + id))
            .orElse("");
    return Pages.html(
        200,
        Templates.confirm(
            Frame.of("Skip missing numbers?", SubscriptionPages.SECTION, visit),
            Confirm.of(
                    SubscriptionPages.address(name) + "/gaps/skip",
                    "Skip the missing numbers",
                    SubscriptionPages.address(name),
                    "Subscription " + name + " lacks numbers" + whose + " below " + upTo + ".",
                    "Skipped, they are waited for no longer: "
                        + upTo
                        + " is handed over next. A"
                        + " message of one of them that comes after all becomes a dead letter.")
                .with("groupId", group)
                .with("producer", producer)
                .with("upTo", Optional.of(Long.toString(upTo))),
            Optional.empty()));
  }

  @POST
  @NonBlocking
  public CompletionStage<Response> skip(
      @PathParam("subscription") String name,
      @FormParam("groupId") Optional<String> group,
      @FormParam("producer") Optional<String> producer,
      @FormParam("upTo") long upTo,
      @Context RoutingContext request) {
    return Pages.act(
        Visit.of(request),
        () ->
            gaps.skip(
                name, new GapResource.SkipRequest(group.orElse(null), producer.orElse(null), upTo)),
        SubscriptionPages.address(name),
        Notice.PASSED_BY);
  }
}
