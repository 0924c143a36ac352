package dev.postern.subscription;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which URLs messages may be pushed to.
 *
 * <p>Only what stands in the URL is looked at: which addresses its host has is looked at before
 * each call.
 */
public final class EndpointUrl {
  private static final Pattern NUMERIC =
      Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.?");
  private static final Pattern DOTTED =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

  private EndpointUrl() {}

  /**
   * The URL as it is: {@code https}, or also {@code http} where private addresses are allowed; with
   * a host, that is a DNS name, an IPv4 address of four decimal numbers or an IPv6 address in
   * brackets; without user, password and fragment.
   *
   * @throws IllegalArgumentException saying what is allowed, fit to follow the property's name
   */
  public static URI checked(URI url, boolean allowsPrivateAddresses) {
    checkScheme(url, allowsPrivateAddresses);
    if (url.getHost() == null) {
      throw refused("name a host, by a DNS name or by an address in its ordinary form");
    }
    checkHost(url.getHost());
    if (url.getPort() == 0 || url.getPort() > 65535) {
      throw refused("have a port of 1 to 65535");
    }
    if (url.getRawUserInfo() != null) {
      throw refused("have no user and no password");
    }
    if (url.getRawFragment() != null) {
      throw refused("have no fragment");
    }
    return url;
  }

  private static void checkScheme(URI url, boolean allowsPrivateAddresses) {
    String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !(allowsPrivateAddresses && scheme.equals("http"))) {
      throw refused(
          allowsPrivateAddresses
              ? "begin with https:// or http://"
              : "begin with https://; http:// needs private addresses to be allowed");
    }
  }

  /**
   * A host that ends in a number is an address to many (URL Standard), and what they take {@code
   * 0177.0.0.1} or {@code 0x7f000001} for differs: one form is left.
   */
  private static void checkHost(String host) {
    if (NUMERIC.matcher(host).matches() && !DOTTED.matcher(host).matches()) {
      throw refused("have an IPv4 address of four decimal numbers without leading zeros");
    }
    if (host.indexOf('%') >= 0) {
      throw refused("have an IPv6 address without a zone");
    }
  }

  private static IllegalArgumentException refused(String limit) {
    return new IllegalArgumentException("must " + limit);
  }
}
