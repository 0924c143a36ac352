package dev.postern.api;

import dev.postern.message.Tenant;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who calls.
 *
 * @param tenant whom it acts for: of other tenants' things it knows nothing
 * @param name by which the operators know it
 * @param grants what it may do there
 */
public record Caller(Tenant tenant, String name, List<Grant> grants) {
  private static final String KEY = Caller.class.getName();

  /** Everyone, where security is off. */
  public static final Caller ANYONE =
      new Caller(
          Tenant.DEFAULT, "anyone", Arrays.stream(Permission.values()).map(Grant::onAll).toList());

  public Caller {
    Objects.requireNonNull(tenant);
    Objects.requireNonNull(name);
    grants = List.copyOf(grants);
  }

  /** Whether it may do that with the destination or subscription of that name. */
  public boolean may(Permission permission, String thing) {
    return grants.stream().anyMatch(grant -> grant.permission() == permission && grant.fits(thing));
  }

  /** Whether it has any permission on the destination or subscription of that name. */
  public boolean sees(String thing) {
    return grants.stream().anyMatch(grant -> grant.fits(thing));
  }

  /**
   * Refuses what it may not.
   *
   * @param kind {@code destination} or {@code subscription}
   * @throws RefusedRequest naming the permission and the thing
   */
  void require(Permission permission, String kind, String thing) {
    if (!may(permission, thing)) {
      throw missing(permission.word(), kind, thing);
    }
  }

  /**
   * Refuses what it has no permission on at all.
   *
   * @throws RefusedRequest naming the thing
   */
  void requireAny(String kind, String thing) {
    if (!sees(thing)) {
      throw missing("any", kind, thing);
    }
  }

  private static RefusedRequest missing(String permission, String kind, String thing) {
    return new RefusedRequest(
        Problem.of(
                ProblemType.PERMISSION_MISSING,
                (permission.equals("any")
                        ? "You have no permission"
                        : "You lack the permission " + permission)
                    + " on the "
                    + kind
                    + " "
                    + thing
                    + ".")
            .with("permission", permission)
            .with(kind, thing));
  }

  /** Tells it of the request. */
  public void tell(RoutingContext request) {
    request.put(KEY, this);
  }

  /** Who was told to have sent the request, if anyone was. */
  public static Optional<Caller> of(RoutingContext request) {
    return Optional.ofNullable(request.get(KEY));
  }
}
