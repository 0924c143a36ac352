package dev.postern.api;

import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * What a call was told of its tenant's quota, as the RateLimit header fields say it
 * (draft-ietf-httpapi-ratelimit-headers).
 *
 * @param granted whether the call was let in
 * @param burst how much may be asked for at once after a pause
 * @param window seconds in which that comes together
 * @param left how much may be asked for now
 * @param full seconds until all of it may
 * @param next seconds until the next call is let in
 */
public record Allowance(boolean granted, long burst, long window, long left, long full, int next) {
  private static final String POLICY = "tenant";

  /** Says it on an answer, whatever that will be. */
  void tell(HttpServerResponse answer) {
    answer.putHeader("RateLimit-Policy", "\"" + POLICY + "\";q=" + burst + ";w=" + window);
    answer.putHeader("RateLimit", "\"" + POLICY + "\";r=" + left + ";t=" + full);
  }

  /** The problem of a call that was not let in. */
  Problem problem() {
    return Problem.of(
            ProblemType.QUOTA_EXCEEDED,
            "Your tenant has asked for more than its quota. Nothing was done; send it again after"
                + " Retry-After.")
        .with("violated-policies", List.of(POLICY))
        .limit(burst + " messages or calls in " + window + " s")
        .retryAfter(next);
  }
}
