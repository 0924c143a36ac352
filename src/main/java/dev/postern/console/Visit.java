package dev.postern.console;

import dev.postern.api.Caller;
import dev.postern.api.Permission;
import dev.postern.api.Problem;
import dev.postern.api.ProblemType;
import dev.postern.api.RefusedRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * A request that was let in.
 *
 * @param isSession whether there is something to sign out of
 */
public record Visit(Caller caller, boolean isSession) {
  private static final String KEY = Visit.class.getName();

  /** May the caller see messages, groups and dead letters there? */
  public boolean reads(String thing) {
    return caller.may(Permission.READ_STATUS, thing);
  }

  /** May it see payloads there? */
  public boolean readsPayloads(String thing) {
    return caller.may(Permission.READ_PAYLOAD, thing);
  }

  /** May it skip, resume, redrive, delete and pause there? */
  public boolean operates(String thing) {
    return caller.may(Permission.OPERATE, thing);
  }

  /** Tells it, and the HTTP interface's resources, of the request. */
  void begin(RoutingContext request) {
    request.put(KEY, this);
    caller.tell(request);
  }

  /**
   * As it was let in.
   *
   * @throws RefusedRequest where a path has led past the door
   */
  static Visit of(RoutingContext request) {
    Visit visit = request.get(KEY);
    if (visit == null) {
      throw new RefusedRequest(
          Problem.of(ProblemType.NOT_FOUND, "Nothing is served here under this spelling."));
    }
    return visit;
  }
}
