package dev.postern.console;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;

/**
 * Whether a form was sent by a page of the console's own. Browsers say so by {@code Sec-Fetch-Site}
 * (Fetch Metadata), or, over plain HTTP to another machine, by {@code Origin} (RFC 6454) alone;
 * pages can change neither. What says nothing is taken to be from elsewhere.
 */
final class SameOrigin {
  private SameOrigin() {}

  static boolean sent(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin");
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    String host = request.getHeader(HttpHeaders.HOST);
    return origin != null && host != null && host.equalsIgnoreCase(authority(origin));
  }

  /** Host and port as {@code Host} gives them, or nothing that a host is. */
  private static String authority(String origin) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority == null ? "" : authority;
    } catch (IllegalArgumentException notAnOrigin) {
      return "";
    }
  }
}
