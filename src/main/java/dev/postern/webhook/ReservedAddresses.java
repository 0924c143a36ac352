package dev.postern.webhook;

import dev.postern.message.Bytes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that lead elsewhere than into the public Internet: to this machine, to its network,
 * to the metadata service of the cloud that it runs in, or nowhere.
 *
 * <p>The ranges are those that IANA's registries of special-purpose addresses (RFC 6890; IPv4,
 * IPv6) call not globally reachable, multicast (RFC 5771, RFC 4291), and of IPv6 all that is not
 * assigned for global unicast, {@code 2000::/3}. Added are whole ranges that carry an IPv4 address
 * which the network decides about: 6to4 and Teredo; and the platform address that Azure puts among
 * public ones. Of NAT64 (RFC 6052) the well-known prefix is as public as the IPv4 address in it,
 * since with DNS64 all hosts have such addresses; a prefix of a network's own looks like any other
 * address and can't be told.
 */
final class ReservedAddresses {
  private static final List<Range> RANGES =
      List.of(
          // IPv4
          Range.of("0.0.0.0/8", "this network"),
          Range.of("10.0.0.0/8", "private use"),
          Range.of("100.64.0.0/10", "shared by carriers"),
          Range.of("127.0.0.0/8", "loopback"),
          Range.of("168.63.129.16/32", "cloud platform"),
          Range.of("169.254.0.0/16", "link-local"),
          Range.of("172.16.0.0/12", "private use"),
          Range.of("192.0.0.0/24", "protocol assignments"),
          Range.of("192.0.2.0/24", "documentation"),
          Range.of("192.88.99.0/24", "6to4"),
          Range.of("192.168.0.0/16", "private use"),
          Range.of("198.18.0.0/15", "benchmarks"),
          Range.of("198.51.100.0/24", "documentation"),
          Range.of("203.0.113.0/24", "documentation"),
          Range.of("224.0.0.0/4", "multicast"),
          Range.of("240.0.0.0/4", "reserved"),
          // IPv6
          Range.of("::1/128", "loopback"),
          Range.of("64:ff9b:1::/48", "local NAT64"),
          Range.of("::/3", "not global"),
          Range.of("2001:db8::/32", "documentation"),
          Range.of("2001::/23", "protocol assignments"),
          Range.of("2002::/16", "6to4"),
          Range.of("3fff::/20", "documentation"),
          Range.of("fc00::/7", "unique local"),
          Range.of("fe80::/10", "link-local"),
          Range.of("ff00::/8", "multicast"),
          Range.of("4000::/2", "not global"),
          Range.of("8000::/1", "not global"));

  private static final Range NAT64 = Range.of("64:ff9b::/96", "NAT64");

  private ReservedAddresses() {}

  /** What an address is reserved for; nothing where it is a public one. */
  static Optional<String> use(InetAddress address) {
    byte[] bytes = address.getAddress();
    byte[] reached = NAT64.has(bytes) ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    return RANGES.stream().filter(range -> range.has(reached)).map(Range::use).findFirst();
  }

  /**
   * Addresses with one prefix.
   *
   * @param bits how many the prefix has
   */
  private record Range(Bytes prefix, int bits, String use) {
    static Range of(String range, String use) {
      int slash = range.indexOf('/');
      try {
        InetAddress first = InetAddress.getByName(range.substring(0, slash));
        int bits = Integer.parseInt(range.substring(slash + 1));
        return new Range(new Bytes(first.getAddress()), bits, use);
      } catch (UnknownHostException noAddress) {
        throw new IllegalArgumentException(range, noAddress);
      }
    }

    boolean has(byte[] address) {
      if (address.length != prefix.size()) {
        return false;
      }
      int whole = bits / 8;
      if (!Arrays.equals(address, 0, whole, prefix.array(), 0, whole)) {
        return false;
      }
      int rest = bits % 8;
      return rest == 0 || (address[whole] ^ prefix.array()[whole]) >> (8 - rest) == 0;
    }
  }
}
