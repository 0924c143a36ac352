package dev.postern.webhook;

import dev.postern.subscription.Endpoint;
import dev.postern.subscription.Endpoint.Answered;
import dev.postern.subscription.Endpoint.Failed;
import dev.postern.subscription.Endpoint.Push;
import dev.postern.subscription.Endpoint.Result;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Subscription;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Calls as Postern makes them, where a test says what names resolve to, and when time passes. */
final class Calls {
  final HandScheduler time = new HandScheduler(Given.NOW);
  private final Map<String, List<String>> names = new ConcurrentHashMap<>();
  private final Endpoint endpoint;

  Calls(Vertx vertx) {
    this(vertx, Outgoing.options());
  }

  Calls(Vertx vertx, HttpClientOptions options) {
    endpoint =
        new HttpEndpoint(this::resolve, vertx.createHttpClient(options, Outgoing.pool()), time);
  }

  /** From now on a name, or an address as if it were one, resolves to these. */
  Calls where(String host, String... addresses) {
    names.put(host, List.of(addresses));
    return this;
  }

  private CompletionStage<List<InetAddress>> resolve(String host) {
    List<String> addresses = names.getOrDefault(host, List.of());
    return addresses.isEmpty()
        ? CompletableFuture.failedFuture(new UnknownHostException(host))
        : CompletableFuture.completedFuture(addresses.stream().map(Calls::address).toList());
  }

  /** As resolvers give them: with the name that led to them. */
  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByAddress("a.name", InetAddress.getByName(literal).getAddress());
    } catch (UnknownHostException noLiteral) {
      throw new IllegalArgumentException(literal, noLiteral);
    }
  }

  CompletableFuture<Result> begin(Subscription subscription, Inbound message, int attempt) {
    return endpoint.send(subscription, new Push(message, attempt)).toCompletableFuture();
  }

  CompletableFuture<Result> begin(Subscription subscription) {
    return begin(subscription, Given.message("{\"a\":1}"), 1);
  }

  Answered answer(Subscription subscription) {
    return (Answered) begin(subscription).join();
  }

  String error(Subscription subscription) {
    return ((Failed) begin(subscription).join()).error();
  }
}
