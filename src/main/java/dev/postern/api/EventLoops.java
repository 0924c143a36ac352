package dev.postern.api;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * As many event loops as there are processors, unless {@value #CONFIGURED} says how many.
 *
 * <p>What runs on them does not wait, so that one keeps a processor busy: but for the name of an
 * AWS endpoint, which the SDK has looked up where it opens a connection, and the JVM knows for a
 * while. With two, as is usual, one has to wait for the other's slice of time to end: milliseconds,
 * wherever a message goes from one to the other on its way.
 */
@Singleton
final class EventLoops implements VertxOptionsCustomizer {
  static final String CONFIGURED = "quarkus.vertx.event-loops-pool-size";

  private final OptionalInt configured;

  @Inject
  EventLoops(@ConfigProperty(name = CONFIGURED) OptionalInt configured) {
    this.configured = configured;
  }

  @Override
  public void accept(VertxOptions options) {
    if (configured.isEmpty()) {
      options.setEventLoopPoolSize(Runtime.getRuntime().availableProcessors());
    }
  }
}
