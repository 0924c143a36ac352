package dev.postern.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example",
        "HTTPS://hooks.example:8443/in/%7Ea?b=c&d",
        "https://93.184.216.34/",
        "https://[2606:2800:220:1::1]:8443/",
        "https://localhost/"
      })
  void anHttpsUrlIsTakenAsItIs(String url) {
    assertThat(EndpointUrl.checked(URI.create(url), false)).isEqualTo(URI.create(url));
    assertThat(EndpointUrl.checked(URI.create(url), true)).isEqualTo(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://hooks.example/", "http://10.0.0.1:8080/in"})
  void httpIsTakenWherePrivateAddressesAreAllowedOnly(String url) {
    assertThat(EndpointUrl.checked(URI.create(url), true)).isEqualTo(URI.create(url));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EndpointUrl.checked(URI.create(url), false))
        .withMessageContaining("https://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://hooks.example/", "file:///etc/passwd", "hooks.example/in", "mailto:a@b"})
  void noOtherSchemeIsTaken(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EndpointUrl.checked(URI.create(url), true))
        .withMessage("must begin with https:// or http://");
  }

  @ParameterizedTest
  @CsvSource({
    "https://user@hooks.example/, user",
    "https://user:secret@hooks.example/, user",
    "https://hooks.example/#part, fragment",
    "https://hooks.example:0/, port",
    "https://hooks.example:65536/, port",
    "https:///in, host",
    "https:hooks.example, host",
    "https://a_b/, host"
  })
  void whatIsNoPartOfAnEndpointIsRefused(String url, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EndpointUrl.checked(URI.create(url), true))
        .withMessageStartingWith("must ")
        .withMessageContaining(named)
        .withMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://017700000001/",
        "https://0177.0.0.1/",
        "https://127.0.0.01/",
        "https://127.1/",
        "https://[fe80::1%25eth0]/",
        "https://[fe80::1%eth0]/",
        "https://user@2130706433/"
      })
  void anAddressInAFormThatReadersDisagreeOnIsRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EndpointUrl.checked(URI.create(url), true));
  }
}
