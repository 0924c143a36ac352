package dev.postern.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the hosts of endpoints resolve to. Thread-safe, never blocking. */
interface Names {
  /**
   * All addresses of a host, as of now; one at least.
   *
   * <p>Fails with {@link java.net.UnknownHostException} where it has none, or that can't be told.
   *
   * @param host a name or an address, an IPv6 address in brackets
   */
  CompletionStage<List<InetAddress>> resolve(String host);
}
