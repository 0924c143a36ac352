package dev.postern.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.api.AttributesHeader;
import dev.postern.message.Additions;
import dev.postern.message.Attribute;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.subscription.Endpoint;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.InboundId;
import dev.postern.subscription.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PushRequestTest {
  private static final Map<String, Attribute> CARRIED =
      Map.of(
          "tier", new Attribute.Numeric("3"),
          "price", new Attribute.Numeric("Number.eur", "1.5"),
          "region", new Attribute.Text("eu \"west\" \\ 1"),
          "eventType", new Attribute.Text("String.name", "created"),
          "EVENTTYPE", new Attribute.Text("other"),
          "digest", new Attribute.Binary(new Bytes(new byte[] {0, -1, 7})));

  @Test
  void thePayloadIsTheBodyAndTheHeadersTellOfIt() {
    PushRequest request = request(Given.numbered("{\"a\":1}", Map.of()), 3);

    assertThat(text(request.body())).isEqualTo("{\"a\":1}");
    assertThat(request.headers(List.of(Given.SECRET, Given.OLD_SECRET), Given.NOW))
        .containsOnly(
            Map.entry("content-type", "application/json"),
            Map.entry("user-agent", "postern"),
            Map.entry("webhook-id", "5V9JP8SFQ83V9"),
            Map.entry("webhook-timestamp", Long.toString(Given.NOW.getEpochSecond())),
            Map.entry(
                "webhook-signature",
                Signature.of(
                    List.of(Given.SECRET, Given.OLD_SECRET),
                    "5V9JP8SFQ83V9",
                    Given.NOW.getEpochSecond(),
                    request.body())),
            Map.entry("postern-attempt", "3"),
            Map.entry("postern-group", "order-7"),
            Map.entry("postern-sequence", "42"));
  }

  @Test
  void whatAMessageHasNotHasNoHeader() {
    assertThat(request(Given.message("{}"), 1).headers()).containsOnlyKeys("postern-attempt");
  }

  @Test
  void bytesAreSentAsBytes() {
    PushRequest request =
        request(
            Given.message(
                "AP8=",
                Map.of(
                    Additions.TRANSFER_ENCODING, new Attribute.Text("base64"),
                    Additions.CONTENT_TYPE, new Attribute.Text("image/png"))),
            1);

    assertThat(request.body()).isEqualTo(new Bytes(new byte[] {0, -1}));
    assertThat(request.type()).isEqualTo("image/png");
  }

  @Test
  void attributesAreReadBackAsTheyAreByWhatReadsThemOnPublishing() {
    Map<String, String> headers = request(Given.message("{}", CARRIED), 1).headers();

    assertThat(AttributesHeader.read(List.of(headers.get("postern-attributes"))))
        .isEqualTo(new Attributes(CARRIED));
    assertThat(headers).doesNotContainKey("postern-attributes-omitted");
  }

  @Test
  void whatPosternAddsIsNotAmongTheAttributes() {
    Map<String, String> headers =
        request(
                Given.message(
                    "{}",
                    Map.of(
                        "postern-id", new Attribute.Text("5V9JP8SFQ83V9"),
                        "traceparent", new Attribute.Text("00-1-2-01"),
                        "a", new Attribute.Numeric("1"))),
                1)
            .headers();

    assertThat(headers).containsEntry("postern-attributes", "a=1");
  }

  @Test
  void anAttributeThatAHeaderCantCarryIsLeftOutAndThatIsSaid() {
    Map<String, String> headers =
        request(
                Given.message(
                    "{}",
                    Map.of(
                        "umlaut", new Attribute.Text("\u00fc"),
                        "lines", new Attribute.Text("a\r\nwebhook-id: b"),
                        "exponent", new Attribute.Numeric("1e3"),
                        "a..b\"", new Attribute.Numeric("2"),
                        "tier", new Attribute.Numeric("3"))),
                1)
            .headers();

    assertThat(headers)
        .containsEntry("postern-attributes", "tier=3")
        .containsEntry("postern-attributes-omitted", "true");
  }

  @Test
  void attributesOfMoreThanEightKilobytesAreLeftOutAltogether() {
    int most = AttributesHeader.MOST_BYTES - "a=\"\"".length();

    assertThat(request(Given.message("{}", attribute("x".repeat(most))), 1).headers())
        .containsKey("postern-attributes")
        .doesNotContainKey("postern-attributes-omitted");
    assertThat(request(Given.message("{}", attribute("x".repeat(most + 1))), 1).headers())
        .doesNotContainKey("postern-attributes")
        .containsEntry("postern-attributes-omitted", "true");
  }

  private static Map<String, Attribute> attribute(String text) {
    return Map.of("a", new Attribute.Text(text));
  }

  @Test
  void anIdHasNoFullStopAndNothingThatAHeaderCantCarry() {
    Inbound message =
        new Inbound(
            new InboundId("a.b%2E\r\nc: \u00fc~!"), Optional.empty(), "{}", Map.of(), Given.NOW);

    assertThat(request(message, 1).headers(List.of(Given.SECRET), Given.NOW))
        .containsEntry("webhook-id", "a%2Eb%252E%0D%0Ac:%20%C3%BC~!");
  }

  @Test
  void whatCantBeSentIsSaid() {
    Inbound noBase64 =
        Given.message(
            "no base64!", Map.of(Additions.TRANSFER_ENCODING, new Attribute.Text("base64")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> request(noBase64, 1))
        .withMessageContaining("base64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request(Given.typed("text/plain\r\nx: y", "a"), 1))
        .withMessageContaining("content-type");
  }

  private static PushRequest request(Inbound message, int attempt) {
    return PushRequest.of(
        Given.subscription("https://hooks.example/"),
        Subscription.Form.PAYLOAD,
        new Endpoint.Push(message, attempt));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.array(), StandardCharsets.UTF_8);
  }
}
