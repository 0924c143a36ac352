package dev.postern.webhook;

import dev.postern.flow.Scheduler;
import dev.postern.subscription.Endpoint;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the endpoints, over a client and a resolver that end with them. */
@Singleton
class WebhookRoom {
  /** What calls go out by. */
  record Means(SystemNames names, HttpClient client) {}

  @Produces
  @Singleton
  static Means means(Vertx vertx) {
    return new Means(new SystemNames(vertx), Outgoing.client(vertx));
  }

  static void close(@Disposes Means means) {
    means.names().close();
    means.client().close();
  }

  @Produces
  @Singleton
  static Endpoint endpoint(Means means, Scheduler scheduler) {
    return new HttpEndpoint(means.names(), means.client(), scheduler);
  }
}
