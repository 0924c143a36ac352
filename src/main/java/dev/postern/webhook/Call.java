package dev.postern.webhook;

import dev.postern.flow.Scheduler;
import dev.postern.message.Bytes;
import dev.postern.subscription.Endpoint;
import dev.postern.subscription.Endpoint.Answered;
import dev.postern.subscription.Endpoint.Failed;
import dev.postern.subscription.Endpoint.Result;
import dev.postern.subscription.Subscription;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One call: its host is resolved, its addresses are checked, one of them is called, the answer is
 * read. Whatever ends it first is its result.
 */
final class Call {
  private final HttpClient client;
  private final Scheduler scheduler;
  private final Subscription.Push terms;
  private final URI url;
  private final PushRequest push;
  private final int attempt;

  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private volatile HttpClientRequest request;

  Call(
      HttpClient client,
      Scheduler scheduler,
      Subscription.Push terms,
      URI url,
      PushRequest push,
      int attempt) {
    this.client = client;
    this.scheduler = scheduler;
    this.terms = terms;
    this.url = url;
    this.push = push;
    this.attempt = attempt;
  }

  CompletionStage<Result> start(Names names) {
    Scheduler.Cancellable timeout = scheduler.schedule(terms.timeout(), this::timeOut);
    CompletionStage<Result> ended = result;
    ended.whenComplete((any, never) -> timeout.cancel());
    CompletionStage<String> host = CompletableFuture.completedFuture(url.getHost());
    host.thenCompose(names::resolve)
        .thenAccept(this::found)
        .whenComplete(
            (called, failure) -> {
              if (failure != null) {
                fail(failure);
              }
            });
    return ended;
  }

  private void timeOut() {
    abandon("no answer within " + terms.timeout().toMillis() + " ms");
  }

  private void fail(Throwable failure) {
    abandon(CallFault.of(failure, request != null).summary());
  }

  /** Ends it without an answer, unless it has ended; what is under way of it is closed. */
  private void abandon(String error) {
    if (result.complete(new Failed(error))) {
      HttpClientRequest open = request;
      if (open != null) {
        open.reset();
      }
    }
  }

  /** None may be private, not only the one that is called: names that have both are a trick. */
  private void found(List<InetAddress> addresses) {
    Optional<String> reserved =
        terms.allowsPrivateAddresses()
            ? Optional.empty()
            : addresses.stream().flatMap(each -> ReservedAddresses.use(each).stream()).findFirst();
    if (reserved.isPresent()) {
      abandon(url.getHost() + " resolves to a private address (" + reserved.get() + ")");
    } else if (!result.isDone()) {
      call(chosen(addresses));
    }
  }

  /**
   * The next attempt takes the next address, so that one that is down does not fail them all; of
   * the kind that the system prefers, since where one of IPv6 fails, often all do.
   */
  private InetAddress chosen(List<InetAddress> addresses) {
    List<InetAddress> preferred =
        addresses.stream()
            .filter(each -> each.getClass().equals(addresses.get(0).getClass()))
            .toList();
    return preferred.get((attempt - 1) % preferred.size());
  }

  /**
   * The address is what is connected to; the host is what is asked for, and has the certificate.
   */
  private void call(InetAddress address) {
    boolean tls = url.getScheme().equalsIgnoreCase("https");
    int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setSsl(tls)
            .setHost(url.getHost())
            .setPort(port)
            .setServer(nameless(address, port))
            .setURI(target())
            .setFollowRedirects(false)
            .setConnectTimeout(terms.timeout().toMillis());
    client
        .request(options)
        .compose(this::exchange)
        .onSuccess(result::complete)
        .onFailure(this::fail);
  }

  /**
   * The address without the name that it was found by: by it Vert.x would take connections to all
   * addresses of the name for the same, and hand out one that was made for another.
   */
  private static SocketAddress nameless(InetAddress address, int port) {
    try {
      InetAddress bare = InetAddress.getByAddress(address.getAddress());
      return SocketAddress.inetSocketAddress(new InetSocketAddress(bare, port));
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException("an address has the length of an address", wrongLength);
    }
  }

  private String target() {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  /** Runs on the request's own context: so nothing of the answer can come before it is read. */
  private Future<Result> exchange(HttpClientRequest opened) {
    opened.exceptionHandler(this::fail);
    opened.connection().exceptionHandler(this::fail);
    request = opened;
    if (result.isDone()) {
      opened.reset();
      return Future.succeededFuture(result.join());
    }
    push.headers(terms.secrets(), scheduler.now()).forEach(opened::putHeader);
    return opened.send(Buffer.buffer(push.body().array())).compose(this::read);
  }

  private Future<Result> read(HttpClientResponse response) {
    Promise<Result> answer = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(answer::tryFail);
    response.endHandler(end -> answer.tryComplete(answered(response, body, false)));
    response.handler(
        chunk -> {
          int room = Endpoint.MOST_ANSWER - body.length();
          body.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
          if (chunk.length() > room && answer.tryComplete(answered(response, body, true))) {
            request.reset();
          }
        });
    return answer.future();
  }

  private Answered answered(HttpClientResponse response, Buffer body, boolean cut) {
    Instant now = scheduler.now();
    Optional<Duration> retryAfter =
        Optional.ofNullable(response.getHeader("retry-after"))
            .flatMap(value -> RetryAfter.of(value, now));
    return new Answered(response.statusCode(), retryAfter, new Bytes(body.getBytes()), cut);
  }
}
