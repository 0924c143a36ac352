package dev.postern.webhook;

import dev.postern.flow.Scheduler;
import dev.postern.subscription.Endpoint;
import dev.postern.subscription.EndpointUrl;
import dev.postern.subscription.Subscription;
import io.vertx.core.http.HttpClient;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The endpoints by HTTP.
 *
 * <p>A call is ended by its timeout whatever it waits for: the name, a connection, the answer or
 * its end. Its connection is then closed, and so it is where an answer is longer than is read.
 */
final class HttpEndpoint implements Endpoint {
  private final Names names;
  private final HttpClient client;
  private final Scheduler scheduler;

  HttpEndpoint(Names names, HttpClient client, Scheduler scheduler) {
    this.names = names;
    this.client = client;
    this.scheduler = scheduler;
  }

  @Override
  public CompletionStage<Result> send(Subscription subscription, Push push) {
    try {
      Subscription.Push terms =
          subscription
              .push()
              .orElseThrow(() -> new IllegalArgumentException("the subscription has no endpoint"));
      URI url = checked(terms);
      PushRequest request = PushRequest.of(subscription, terms.form(), push);
      return new Call(client, scheduler, terms, url, request, push.attempt()).start(names);
    } catch (IllegalArgumentException unfit) {
      return CompletableFuture.completedFuture(new Failed(unfit.getMessage()));
    }
  }

  private static URI checked(Subscription.Push terms) {
    try {
      return EndpointUrl.checked(terms.endpoint(), terms.allowsPrivateAddresses());
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException("the endpoint " + refused.getMessage(), refused);
    }
  }
}
