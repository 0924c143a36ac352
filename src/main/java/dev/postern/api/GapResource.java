package dev.postern.api;

import dev.postern.message.GroupId;
import dev.postern.message.InvalidMessage;
import dev.postern.message.Producer;
import dev.postern.order.Gaps;
import dev.postern.order.Track;
import dev.postern.subscription.Ordering;
import dev.postern.subscription.Subscription;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The numbers that a subscription waits for, and what a person can do about it. */
@Path("/v1/subscriptions/{subscription}/gaps")
@Produces(MediaType.APPLICATION_JSON)
public class GapResource {
  /** The body of a skip: whose numbers, and up to where, as the list shows it. */
  @RegisterForReflection
  public record SkipRequest(String groupId, String producer, Long upTo) {
    String key(Ordering ordering) {
      boolean causal = ordering == Ordering.CAUSAL;
      String wanted = causal ? producer : groupId;
      if ((causal ? groupId : producer) != null) {
        throw Outcomes.malformed(
            causal ? "groupId" : "producer", "be absent where the order is " + ordering.word());
      }
      if (causal && wanted == null) {
        throw Outcomes.malformed("producer", "be given where the order is causal");
      }
      return wanted == null ? "" : checked(causal ? "producer" : "groupId", wanted);
    }

    private static String checked(String member, String key) {
      try {
        return member.equals("producer") ? new Producer(key).name() : new GroupId(key).value();
      } catch (InvalidMessage refused) {
        throw Outcomes.malformed(member, refused.limit());
      }
    }

    long checkedUpTo() {
      if (upTo == null || upTo < 2) {
        throw Outcomes.malformed("upTo", "be a number from 2 on, as the list of gaps shows it");
      }
      return upTo;
    }
  }

  private final Gaps gaps;
  private final Tenancy tenancy;

  GapResource(Gaps gaps, Tenancy tenancy) {
    this.gaps = gaps;
    this.tenancy = tenancy;
  }

  @GET
  @NonBlocking
  public CompletionStage<Response> list(@PathParam("subscription") String name) {
    Subscription subscription = tenancy.subscription(Permission.READ_STATUS, name);
    return gaps.list(subscription.name())
        .thenApply(
            lacking ->
                Response.ok(
                        Map.of(
                            "gaps",
                            lacking.stream().map(track -> view(subscription, track)).toList()))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build());
  }

  private static Map<String, Object> view(Subscription subscription, Track track) {
    Track.Gap gap = track.gap().orElseThrow();
    Map<String, Object> view = new LinkedHashMap<>();
    boolean causal = subscription.terms().ordering() == Ordering.CAUSAL;
    if (causal || !track.id().key().isEmpty()) {
      view.put(causal ? "producer" : "groupId", track.id().key());
    }
    view.put("expected", track.next());
    view.put("upTo", gap.upTo());
    view.put("missing", gap.upTo() - track.next());
    view.put("since", MessageView.time(gap.since()));
    return view;
  }

  @POST
  @Path("/skip")
  @NonBlocking
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> skip(
      @PathParam("subscription") String name, SkipRequest request) {
    Subscription subscription = tenancy.subscription(Permission.OPERATE, name);
    if (request == null) {
      throw new RefusedRequest(BodyFault.empty());
    }
    long upTo = request.checkedUpTo();
    String key = request.key(subscription.terms().ordering());
    tenancy.audit("skip-gap", subscription, Optional.empty());
    return gaps.passBy(subscription, key, upTo)
        .thenApply(
            passed ->
                switch (passed) {
                  case DONE -> Response.noContent().build();
                  case UNKNOWN ->
                      throw new RefusedRequest(
                          Problem.of(
                              ProblemType.GAP_UNKNOWN,
                              "No numbers up to this one are missing there, or no longer."));
                  case CHANGED ->
                      throw new RefusedRequest(
                          Problem.of(
                              ProblemType.GAP_CHANGED,
                              "Something came there at the same moment. Look at the gaps again."));
                });
  }
}
