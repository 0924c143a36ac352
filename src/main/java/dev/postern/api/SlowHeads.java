package dev.postern.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Ends connections on which the head of a request comes too slowly, so that nobody holds them by
 * sending a byte now and then: {@link HeadTimer} takes the time, and is told from here when there
 * is nothing to wait for.
 */
@Singleton
final class SlowHeads {
  /** Ahead of whatever may answer. */
  private static final int FIRST = 1001;

  static final Duration WITHIN = Duration.ofSeconds(10);

  void tell(@Observes Filters filters) {
    filters.register(SlowHeads::tell, FIRST);
  }

  static void tell(RoutingContext call) {
    timer(call).ifPresent(timer -> tell(call, timer));
    call.next();
  }

  private static Optional<HeadTimer> timer(RoutingContext call) {
    return call.request().connection() instanceof ConnectionBase connection
        ? HeadTimer.of(connection.channel())
        : Optional.empty();
  }

  private static void tell(RoutingContext call, HeadTimer timer) {
    if (call.request().version() == HttpVersion.HTTP_2) {
      timer.retire();
    } else {
      timer.headHasCome();
      call.addEndHandler(ended -> timer.answerHasGone());
    }
  }
}
