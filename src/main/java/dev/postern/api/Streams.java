package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.message.Tenant;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/**
 * The streams that are open at this replica: at most {@value #MOST}, and of one tenant at most half
 * of them where others publish here, too.
 */
@Singleton
class Streams {
  static final int MOST = 16;

  private final int mostOfOne;
  private final Map<Tenant, Integer> open = new HashMap<>();

  Streams(Destinations destinations) {
    long tenants = destinations.all().stream().map(Destination::tenant).distinct().count();
    this.mostOfOne = tenants > 1 ? MOST / 2 : MOST;
  }

  /**
   * Opens one more.
   *
   * @return to be run once, when it is over
   * @throws RefusedRequest where there are too many
   */
  Runnable open(Tenant tenant) {
    synchronized (open) {
      int all = open.values().stream().mapToInt(Integer::intValue).sum();
      int own = open.getOrDefault(tenant, 0);
      if (all >= MOST || own >= mostOfOne) {
        throw tooMany(all >= MOST ? MOST + " streams" : mostOfOne + " streams of your tenant");
      }
      open.put(tenant, own + 1);
    }
    return () -> close(tenant);
  }

  private void close(Tenant tenant) {
    synchronized (open) {
      open.computeIfPresent(tenant, (whose, own) -> own == 1 ? null : own - 1);
    }
  }

  private static RefusedRequest tooMany(String what) {
    return new RefusedRequest(
        Problem.of(
                ProblemType.OVERLOADED,
                what + " are open here. Nothing was accepted; send it again later.")
            .retryAfter(PublishProblem.RETRY_SECONDS));
  }
}
