package dev.postern.api;

import dev.postern.message.Flaw;
import dev.postern.message.InvalidMessage;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Fails in every way a resource can. */
@Path("/trial")
@Produces("application/json")
public class TrialResource {
  /** A body with one member of every kind. */
  public record Body(
      String key, Integer count, Boolean flag, List<Part> parts, Map<String, String> more) {}

  /** A member of a member. */
  public record Part(String name) {}

  @POST
  @Path("/json")
  @Consumes("application/json")
  public Body json(Body body) {
    if (body == null) {
      throw new RefusedRequest(BodyFault.empty());
    }
    return body;
  }

  @POST
  @Path("/bytes")
  @Consumes("*/*")
  public int bytes(byte[] body) {
    return body.length;
  }

  @GET
  @Path("/invalid")
  public Uni<String> invalid() {
    return Uni.createFrom()
        .failure(new InvalidMessage(Flaw.GROUP_MISSING, "Message-Group-Id", "be given"));
  }

  @GET
  @Path("/wrapped")
  public CompletionStage<String> wrapped() {
    return CompletableFuture.failedFuture(
        new CompletionException(
            new InvalidMessage(Flaw.DELAY_MALFORMED, "Message-Delay", "be small")));
  }

  @GET
  @Path("/refused")
  public String refused() {
    throw new RefusedRequest(
        Problem.of(ProblemType.OVERLOADED, "10 messages are waiting.").retryAfter(3));
  }

  @GET
  @Path("/unexpected")
  public String unexpected() {
    throw new IllegalStateException("secret table name");
  }

  @GET
  @Path("/error")
  public String error() {
    throw new StackOverflowError();
  }

  @GET
  @Path("/number")
  public String number(@QueryParam("n") int n, @HeaderParam("N") Integer header) {
    return n + "/" + header;
  }

  @GET
  @Path("/items/{id}")
  public String item(@PathParam("id") int id) {
    return Integer.toString(id);
  }

  @DELETE
  @Path("/items/{id}")
  public void delete(@PathParam("id") int id) {}
}
