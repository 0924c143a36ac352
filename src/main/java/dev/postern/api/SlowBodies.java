package dev.postern.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Ends requests whose body comes too slowly, so that nobody holds memory and a connection by
 * sending a byte now and then. A stream is let be: it is as slow as its messages, and one in which
 * nothing moves is ended with its idle connection.
 */
@Singleton
final class SlowBodies {
  /** After who is let in, and whose length is taken. */
  private static final int AFTER_UPLOAD_LIMIT = OutsideRest.BEFORE_UPLOAD_LIMIT - 1;

  private static final Pattern STREAM = Pattern.compile("/v1/destinations/[^/]+/messages/stream/?");

  private static final String READER = SlowBodies.class.getName();

  static final int WITHIN_SECONDS = 10;
  static final int LEAST_BYTES = 10 * 1024;

  private final Vertx vertx;
  private final Set<Arriving> arriving = ConcurrentHashMap.newKeySet();

  SlowBodies(Vertx vertx) {
    this.vertx = vertx;
  }

  /** A request whose body is on its way; looked at from one thread. */
  private static final class Arriving {
    private final RoutingContext call;
    private final Context loop;
    private int seconds;
    private long before;

    Arriving(RoutingContext call) {
      this.call = call;
      this.loop = call.vertx().getOrCreateContext();
    }

    /** A second has passed. */
    void second() {
      seconds++;
      if (seconds < WITHIN_SECONDS || call.request().isEnded() || call.response().ended()) {
        return;
      }
      long read = call.request().bytesRead();
      if (read - before < LEAST_BYTES) {
        refuse(call);
      }
      seconds = 0;
      before = read;
    }
  }

  void watch(@Observes Filters filters) {
    filters.register(this::watch, AFTER_UPLOAD_LIMIT);
    // One for all: a timer for each request would cost more than most of them.
    vertx.setPeriodic(
        1_000, second -> arriving.forEach(each -> each.loop.runOnContext(now -> each.second())));
  }

  private void watch(RoutingContext call) {
    if (Entrance.announcesBody(call.request().headers())
        && !call.request().isEnded()
        && !STREAM.matcher(call.normalizedPath()).matches()) {
      Arriving each = new Arriving(call);
      arriving.add(each);
      call.addEndHandler(ended -> arriving.remove(each));
    }
    call.next();
  }

  /** To be told instead of the caller, by whoever reads the body, and answers by itself. */
  static void tell(RoutingContext call, Consumer<RefusedRequest> reader) {
    call.put(READER, reader);
  }

  private static void refuse(RoutingContext call) {
    LastAnswer.of(call).closeAtOnce();
    Problem problem =
        Problem.of(
                ProblemType.BODY_TOO_SLOW,
                "Less than "
                    + LEAST_BYTES
                    + " bytes of the body came in "
                    + WITHIN_SECONDS
                    + " s. Nothing was accepted.")
            .field("body")
            .limit("at least " + LEAST_BYTES + " bytes in " + WITHIN_SECONDS + " s");
    Consumer<RefusedRequest> reader = call.get(READER);
    if (reader == null) {
      OutsideRest.answer(call, problem);
    } else {
      reader.accept(new RefusedRequest(problem));
    }
  }
}
