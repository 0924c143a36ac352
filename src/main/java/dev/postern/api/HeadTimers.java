package dev.postern.api;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.core.runtime.QuarkusExecutorFactory;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;

/**
 * Gives each connection that is accepted its {@link HeadTimer}, so that {@link SlowHeads} can tell
 * it of requests. Found by its name in {@code META-INF/services} while Postern is built, and made
 * by generated code, so that a native executable has it without reflection.
 *
 * <p>Only in the Vert.x that serves requests, which has no servers but those of HTTP, and not in
 * development: there it outlives a reload, its class would be another than that of who tells it,
 * and a request may wait for long until what changed is compiled.
 */
public final class HeadTimers implements VertxServiceProvider {
  @Override
  public void init(VertxBuilder builder) {
    if (builder.executorServiceFactory() instanceof QuarkusExecutorFactory
        && LaunchMode.current() != LaunchMode.DEVELOPMENT) {
      builder.findTransport(new TimedTransport(builder.findTransport(), SlowHeads.WITHIN));
    }
  }
}
