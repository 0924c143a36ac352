package dev.postern.api;

import dev.postern.subscription.Mode;
import dev.postern.subscription.Overcrowded;
import dev.postern.subscription.Pull;
import dev.postern.subscription.Subscription;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Hands messages to those who ask for them, and takes what became of each. */
@Path("/v1/subscriptions/{subscription}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ConsumeResource {
  private static final int RETRY_SECONDS = 1;

  private final Pull pull;
  private final Tenancy tenancy;

  ConsumeResource(Pull pull, Tenancy tenancy) {
    this.pull = pull;
    this.tenancy = tenancy;
  }

  @POST
  @Path("/receive")
  @NonBlocking
  public CompletionStage<Response> receive(
      @PathParam("subscription") String name, ReceiveRequest request) {
    Subscription subscription = pulled(name);
    return pull.receive(
            subscription.name(), (request == null ? ReceiveRequest.USUAL : request).demand())
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(crowded(failure)))
        .thenApply(
            received ->
                Response.ok(Map.of("messages", received.stream().map(InboundView::of).toList()))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build());
  }

  private Subscription pulled(String name) {
    Subscription subscription = tenancy.subscription(Permission.CONSUME, name);
    if (subscription.mode() != Mode.PULL) {
      throw new RefusedRequest(
          Problem.of(
                  ProblemType.MODE_NOT_FITTING,
                  "This subscription is pushed: its messages go to its endpoint.")
              .field("subscription"));
    }
    return subscription;
  }

  private static Throwable crowded(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof Overcrowded
        ? new RefusedRequest(
            Problem.of(
                    ProblemType.OVERLOADED,
                    "Too many wait for messages of this subscription. None was handed over.")
                .retryAfter(RETRY_SECONDS))
        : cause;
  }

  @POST
  @Path("/acknowledge")
  @NonBlocking
  public CompletionStage<Response> acknowledge(
      @PathParam("subscription") String name,
      Outcomes.Acknowledge body,
      @Context RoutingContext request) {
    Subscription subscription = pulled(name);
    return each(request, given(body).messages(), one -> acknowledge(subscription, one));
  }

  private CompletionStage<ToldAnswer.One> acknowledge(
      Subscription subscription, Outcomes.Acknowledged one) {
    if (one.resultBytes() > Pull.MOST_RESULT) {
      String limit = "have at most " + Pull.MOST_RESULT + " bytes";
      return CompletableFuture.completedFuture(
          ToldAnswer.One.of(
              Problem.of(
                      ProblemType.RESULT_TOO_LARGE,
                      "result must " + limit + "; it has " + one.resultBytes() + ".")
                  .field("result")
                  .limit(limit)
                  .maxBytes(Pull.MOST_RESULT)));
    }
    return pull.acknowledge(subscription.name(), one.ackToken(), one.given())
        .thenApply(ToldAnswer.One::of);
  }

  @POST
  @Path("/release")
  @NonBlocking
  public CompletionStage<Response> release(
      @PathParam("subscription") String name,
      Outcomes.Release body,
      @Context RoutingContext request) {
    Subscription subscription = pulled(name);
    return each(
        request,
        given(body).messages(),
        one ->
            pull.release(subscription.name(), one.ackToken(), one.delay())
                .thenApply(ToldAnswer.One::of));
  }

  @POST
  @Path("/extend")
  @NonBlocking
  public CompletionStage<Response> extend(
      @PathParam("subscription") String name,
      Outcomes.Extend body,
      @Context RoutingContext request) {
    Subscription subscription = pulled(name);
    return each(
        request,
        given(body).messages(),
        one ->
            pull.extend(subscription.name(), one.ackToken(), one.time())
                .thenApply(ToldAnswer.One::of));
  }

  @POST
  @Path("/reject")
  @NonBlocking
  public CompletionStage<Response> reject(
      @PathParam("subscription") String name,
      Outcomes.Reject body,
      @Context RoutingContext request) {
    Subscription subscription = pulled(name);
    return each(
        request,
        given(body).messages(),
        one ->
            pull.reject(subscription.name(), one.ackToken(), one.reason())
                .thenApply(ToldAnswer.One::of));
  }

  private static <T extends Outcomes.One> CompletionStage<Response> each(
      RoutingContext request,
      List<T> messages,
      Function<T, CompletionStage<ToldAnswer.One>> telling) {
    return ToldAnswer.of(request, Outcomes.checked(messages).stream().map(telling).toList());
  }

  private static <T> T given(T body) {
    if (body == null) {
      throw new RefusedRequest(BodyFault.empty());
    }
    return body;
  }
}
