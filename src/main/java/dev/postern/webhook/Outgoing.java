package dev.postern.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How calls go out: HTTP/1.1, over TLS 1.2 or 1.3 with the JDK's trusted authorities and with the
 * certificate's name checked, through no proxy.
 *
 * <p>Connections are kept for {@link #KEPT}, unless the endpoint names a time of its own by {@code
 * Keep-Alive}: shorter than any server that is known keeps them by itself, so that a call seldom
 * meets a connection that the endpoint has just given up.
 */
final class Outgoing {
  /** In which a connection must be there; and again, be secured. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** For how long a connection is kept that nobody uses. */
  static final Duration KEPT = Duration.ofSeconds(4);

  /** Connections to one address of one host; calls beyond wait for one. */
  static final int MOST_CONNECTIONS = 256;

  /** Calls that wait for a connection to one address of one host; one more fails at once. */
  static final int MOST_WAITING = 1024;

  private Outgoing() {}

  static HttpClient client(Vertx vertx) {
    return vertx.createHttpClient(options(), pool());
  }

  static HttpClientOptions options() {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
        .setVerifyHost(true)
        .setSslHandshakeTimeout(CONNECT_TIMEOUT.toSeconds())
        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
        .setKeepAliveTimeout((int) KEPT.toSeconds())
        .setMetricsName("webhook");
  }

  static PoolOptions pool() {
    return new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS).setMaxWaitQueueSize(MOST_WAITING);
  }
}
