package dev.postern.api;

import dev.postern.subscription.InboundId;
import dev.postern.subscription.Inbox;
import dev.postern.subscription.Mode;
import dev.postern.subscription.Pushers;
import dev.postern.subscription.Standings;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.Subscriptions;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says where messages can be received, on what terms, and what became of them there. */
@Path("/v1/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
public class SubscriptionResource {
  private final Subscriptions subscriptions;
  private final Standings standings;
  private final Pushers pushers;
  private final Tenancy tenancy;

  SubscriptionResource(
      Subscriptions subscriptions, Standings standings, Pushers pushers, Tenancy tenancy) {
    this.pushers = pushers;
    this.subscriptions = subscriptions;
    this.standings = standings;
    this.tenancy = tenancy;
  }

  @GET
  @NonBlocking
  public Map<String, Object> list() {
    List<Map<String, Object>> own =
        subscriptions.all().stream()
            .filter(tenancy::lists)
            .map(SubscriptionResource::view)
            .toList();
    return Map.of("subscriptions", own);
  }

  @GET
  @Path("/{subscription}")
  @NonBlocking
  public CompletionStage<Map<String, Object>> get(@PathParam("subscription") String name) {
    Subscription subscription = tenancy.subscription(name);
    return standings
        .queue(subscription)
        .handle(
            (queue, failure) -> {
              Map<String, Object> view = view(subscription);
              // What a subscription promises is known also while its queue is not reached.
              view.put("queue", failure == null ? view(queue) : null);
              view.put("replica", view(standings.here(subscription)));
              return view;
            })
        .thenCompose(view -> pushed(subscription, view));
  }

  private CompletionStage<Map<String, Object>> pushed(
      Subscription subscription, Map<String, Object> view) {
    if (subscription.mode() == Mode.PULL) {
      return CompletableFuture.completedFuture(view);
    }
    view.put("breaker", pushers.breaker(subscription).word());
    return pushers
        .paused(subscription.name())
        .thenApply(
            pause -> {
              pause.ifPresent(
                  its ->
                      view.put(
                          "paused",
                          Map.of("since", MessageView.time(its.since()), "reason", its.reason())));
              return view;
            });
  }

  @GET
  @Path("/{subscription}/deliveries/{messageId}")
  @NonBlocking
  public CompletionStage<Response> delivery(
      @PathParam("subscription") String name, @PathParam("messageId") String id) {
    Subscription subscription = tenancy.subscription(Permission.READ_STATUS, name);
    boolean withResult = tenancy.seesResults(subscription);
    return standings
        .delivery(subscription, parsed(id))
        .thenApply(
            found ->
                Response.ok(
                        DeliveryView.of(
                            found.orElseThrow(SubscriptionResource::unknown), withResult))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build());
  }

  private static InboundId parsed(String id) {
    if (id.isEmpty() || id.length() > InboundId.MOST_CHARACTERS) {
      throw unknown();
    }
    return new InboundId(id);
  }

  private static RefusedRequest unknown() {
    return new RefusedRequest(
        Problem.of(
            ProblemType.DELIVERY_UNKNOWN,
            "Nothing is known of a message of this id here: it did not come, its delivery mode"
                + " writes nothing down that soon, or it ran out."));
  }

  private static Map<String, Object> view(Subscription subscription) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", subscription.name().value());
    view.put("fifo", subscription.isFifo());
    view.put("mode", subscription.mode().word());
    view.put("delivery", subscription.delivery().word());
    view.put("ordering", subscription.terms().ordering().word());
    if (subscription.terms().ordering().isNumbered()) {
      Subscription.Buffer buffer = subscription.limits().buffer();
      view.put("bufferLimit", buffer.limit());
      view.put("gapTimeout", buffer.gapTimeout().toString());
      view.put("onGap", buffer.onGap().word());
    }
    view.put("onDead", subscription.terms().onDead().word());
    view.put("reportsProcessed", subscription.terms().reportsProcessed());
    view.put("ackDeadline", subscription.limits().ackDeadline().toString());
    view.put("maxDeliveries", subscription.limits().maxDeliveries());
    view.put("deliveryRetention", subscription.limits().retention().toString());
    view.put("deadLetterRetention", subscription.limits().deadLetterRetention().toString());
    return view;
  }

  private static Map<String, Object> view(Inbox.QueueState queue) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("waiting", queue.waiting());
    view.put("inFlight", queue.inFlight());
    view.put("delayed", queue.delayed());
    queue
        .redrive()
        .ifPresent(
            redrive ->
                view.put(
                    "redrivePolicy",
                    Map.of(
                        "deadLetterQueue", redrive.target(),
                        "maxReceiveCount", redrive.maxReceiveCount())));
    return view;
  }

  private static Map<String, Object> view(Standings.Here here) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("waitingCalls", here.waiting());
    view.put("held", here.held());
    view.put("outstanding", here.outstanding());
    here.oldestAge().ifPresent(age -> view.put("oldestOutstandingAge", age.toString()));
    return view;
  }
}
