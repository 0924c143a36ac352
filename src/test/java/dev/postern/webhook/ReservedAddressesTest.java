package dev.postern.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedAddressesTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, this network",
    "0.255.255.255, this network",
    "10.0.0.1, private use",
    "10.255.255.255, private use",
    "100.64.0.0, shared by carriers",
    "100.100.100.200, shared by carriers",
    "100.127.255.255, shared by carriers",
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "168.63.129.16, cloud platform",
    "169.254.169.254, link-local",
    "169.254.170.2, link-local",
    "172.16.0.0, private use",
    "172.31.255.255, private use",
    "192.0.0.192, protocol assignments",
    "192.0.2.1, documentation",
    "192.88.99.1, 6to4",
    "192.168.255.255, private use",
    "198.18.0.1, benchmarks",
    "198.19.255.255, benchmarks",
    "198.51.100.7, documentation",
    "203.0.113.7, documentation",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "240.0.0.1, reserved",
    "255.255.255.255, reserved"
  })
  void anIpv4AddressThatIsNotPublicIsKnownByItsUse(String address, String use) throws Exception {
    assertThat(ReservedAddresses.use(InetAddress.getByName(address))).contains(use);
  }

  @ParameterizedTest
  @CsvSource({
    "::, not global",
    "::1, loopback",
    "::7f00:1, not global",
    "100::1, not global",
    "64:ff9b:1::a00:1, local NAT64",
    "64:ff9b:2::1, not global",
    "2001::1, protocol assignments",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2, protocol assignments",
    "2001:2::1, protocol assignments",
    "2001:db8::1, documentation",
    "2002:7f00:1::1, 6to4",
    "2002:a9fe:a9fe::1, 6to4",
    "3fff::1, documentation",
    "4000::1, not global",
    "5f00::1, not global",
    "8000::1, not global",
    "fc00::1, unique local",
    "fd00:ec2::254, unique local",
    "fe80::1, link-local",
    "febf::1, link-local",
    "fec0::1, not global",
    "ff02::1, multicast"
  })
  void anIpv6AddressThatIsNotPublicIsKnownByItsUse(String address, String use) throws Exception {
    assertThat(ReservedAddresses.use(InetAddress.getByName(address))).contains(use);
  }

  @ParameterizedTest
  @CsvSource({
    "::ffff:127.0.0.1, loopback",
    "::ffff:169.254.169.254, link-local",
    "64:ff9b::7f00:1, loopback",
    "64:ff9b::a9fe:a9fe, link-local",
    "64:ff9b::10.0.0.1, private use"
  })
  void anIpv4AddressWithinAnotherIsLookedAt(String address, String use) throws Exception {
    assertThat(ReservedAddresses.use(InetAddress.getByName(address))).contains(use);
  }

  @Test
  void aMappedAddressThatStayedIpv6IsNotPublic() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    mapped[12] = 8;

    assertThat(ReservedAddresses.use(Inet6Address.getByAddress("a.name", mapped, 0)))
        .contains("not global");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "168.63.129.15",
        "168.63.129.17",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.0.3.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "::ffff:1.1.1.1",
        "64:ff9b::1.1.1.1",
        "2000::1",
        "2001:200::1",
        "2001:db7::1",
        "2001:db9::1",
        "2003::1",
        "2606:4700::1",
        "3ffe::1"
      })
  void aPublicAddressHasNoUse(String address) throws Exception {
    assertThat(ReservedAddresses.use(InetAddress.getByName(address))).isEmpty();
  }
}
