package dev.postern.api;

import dev.postern.subscription.Mode;
import dev.postern.subscription.Pushers;
import dev.postern.subscription.Subscription;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Lets a person stop and go on with what is pushed. */
@Path("/v1/subscriptions/{subscription}")
@Produces(MediaType.APPLICATION_JSON)
public class PushResource {
  /** The body of a pause: why, for people. */
  @RegisterForReflection
  public record PauseRequest(String reason) {
    private static final int MOST_CHARACTERS = 500;

    String checked() {
      boolean given = reason != null && !reason.isBlank();
      if (!given || reason.length() > MOST_CHARACTERS) {
        throw Outcomes.malformed("reason", "have 1 to " + MOST_CHARACTERS + " characters");
      }
      return reason;
    }
  }

  private final Pushers pushers;
  private final Tenancy tenancy;

  PushResource(Pushers pushers, Tenancy tenancy) {
    this.pushers = pushers;
    this.tenancy = tenancy;
  }

  @POST
  @Path("/pause")
  @NonBlocking
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> pause(
      @PathParam("subscription") String name, PauseRequest request) {
    Subscription subscription = pushed(name);
    if (request == null) {
      throw new RefusedRequest(BodyFault.empty());
    }
    String reason = request.checked();
    tenancy.audit("pause-subscription", subscription, Optional.empty());
    return pushers
        .pause(subscription.name(), reason)
        .thenApply(done -> Response.noContent().build());
  }

  @POST
  @Path("/resume")
  @NonBlocking
  public CompletionStage<Response> resume(@PathParam("subscription") String name) {
    Subscription subscription = pushed(name);
    tenancy.audit("resume-subscription", subscription, Optional.empty());
    return pushers.resume(subscription.name()).thenApply(done -> Response.noContent().build());
  }

  private Subscription pushed(String name) {
    Subscription subscription = tenancy.subscription(Permission.OPERATE, name);
    if (subscription.mode() != Mode.PUSH) {
      throw new RefusedRequest(
          Problem.of(
                  ProblemType.MODE_NOT_FITTING,
                  "This subscription is pulled: who does not ask is handed nothing.")
              .field("subscription"));
    }
    return subscription;
  }
}
