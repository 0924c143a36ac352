package dev.postern.webhook;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Why a call got no answer.
 *
 * @param connected whether there was a connection
 */
record CallFault(Throwable cause, boolean connected) {
  private static final int DEEPEST = 20;

  static CallFault of(Throwable failure, boolean connected) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new CallFault(cause, connected);
  }

  /** One line, in words of its own but for what TLS says of a certificate: no addresses. */
  String summary() {
    if (has(UnknownHostException.class)) {
      return "unknown host";
    }
    Optional<String> ofTls = first(SSLException.class).map(tls -> "TLS failed: " + line(root(tls)));
    if (ofTls.isPresent()) {
      return ofTls.get();
    }
    if (has(ConnectTimeoutException.class)) {
      return "no connection within " + Outgoing.CONNECT_TIMEOUT.toSeconds() + " s";
    }
    if (has(ConnectException.class)) {
      return "connection refused";
    }
    if (has(NoRouteToHostException.class)) {
      return "no route to the host";
    }
    if (has(HttpClosedException.class) || (connected && has(IOException.class))) {
      return "the connection was closed before the answer was complete";
    }
    if (has(IOException.class)) {
      return "no connection";
    }
    if (has(ConnectionPoolTooBusyException.class) || has(TimeoutException.class)) {
      return "no connection was free: too many calls to this address are under way";
    }
    return "the call failed: " + cause.getClass().getSimpleName();
  }

  private boolean has(Class<? extends Throwable> type) {
    return first(type).isPresent();
  }

  private Optional<Throwable> first(Class<? extends Throwable> type) {
    Throwable each = cause;
    for (int depth = 0; each != null && depth < DEEPEST; depth++) {
      if (type.isInstance(each)) {
        return Optional.of(each);
      }
      each = each.getCause();
    }
    return Optional.empty();
  }

  private static Throwable root(Throwable of) {
    Throwable root = of;
    for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
      root = root.getCause();
    }
    return root;
  }

  private static String line(Throwable of) {
    return Optional.ofNullable(of.getMessage())
        .map(text -> text.replaceAll("\\p{Cntrl}+", " "))
        .orElse(of.getClass().getSimpleName());
  }
}
