package dev.postern.console;

import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.regex.Pattern;

/** Begins sessions, and ends them. */
@Path(Visitors.ROOT)
public class SignInPages {
  /** Pages of the console's own, and nothing that could lead elsewhere. */
  private static final Pattern OWN_PAGE =
      Pattern.compile(Visitors.ROOT + "(?:/[A-Za-z0-9_~%-][A-Za-z0-9._~%-]*)*");

  private final Visitors visitors;
  private final Sessions sessions;

  SignInPages(Visitors visitors, Sessions sessions) {
    this.visitors = visitors;
    this.sessions = sessions;
  }

  @GET
  @Path("/sign-in")
  @NonBlocking
  public Response form(@QueryParam("to") Optional<String> to) {
    return Pages.html(200, Templates.signIn("", to.orElse("")));
  }

  @POST
  @Path("/sign-in")
  @NonBlocking
  public Response signIn(
      @FormParam("key") Optional<String> key,
      @FormParam("to") Optional<String> to,
      @Context RoutingContext request) {
    String given = key.map(String::strip).orElse("");
    boolean usable = !given.isEmpty() && given.length() <= Sessions.MOST_KEY_CHARACTERS;
    if (visitors.known(usable ? given : "").isEmpty()) {
      return Pages.html(403, Templates.signIn("Nobody has this key.", to.orElse("")));
    }
    sessions.begin(request, given);
    return Pages.to(to.filter(path -> OWN_PAGE.matcher(path).matches()).orElse(Visitors.ROOT));
  }

  @POST
  @Path("/sign-out")
  @NonBlocking
  public Response signOut(@Context RoutingContext request) {
    Sessions.end(request);
    return Pages.to(Visitors.SIGN_IN);
  }
}
