package dev.postern.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintTest {
  private static final Map<String, Attribute> ATTRIBUTES =
      Map.of("eventType", new Attribute.Text("created"), "tier", new Attribute.Numeric("3"));
  private static final Message MESSAGE = message("{\"a\":1}", "application/json", "order-42", 0);

  @Test
  void itIsStable() {
    assertThat(MESSAGE.fingerprint()).hasToString("iWmeGOlXnP2loclZUb2O3nA8czeaBwYcCYF9H6VQo4c");
    assertThat(
            new Message(
                    Tenant.DEFAULT,
                    new DestinationName("events"),
                    Optional.empty(),
                    content("x", "text/plain", Map.of()),
                    Terms.of(Guarantee.AT_LEAST_ONCE))
                .fingerprint())
        .hasToString("FCH8cdXp8BEc6Pcpajpq1wi66lhDTSNeXmQBuA4aDZc");
  }

  static Stream<Message> others() {
    return Stream.of(
        message("{\"a\":2}", "application/json", "order-42", 0),
        message("{\"a\":1} ", "application/json", "order-42", 0),
        message("{\"a\":1}", "application/json; x=1", "order-42", 0),
        message("{\"a\":1}", "application/json", "order-43", 0),
        message("{\"a\":1}", "application/json", "order-42", 1),
        with(Map.of()),
        with(Map.of("eventType", new Attribute.Text("created"))),
        with(
            Map.of("eventType", new Attribute.Text("changed"), "tier", new Attribute.Numeric("3"))),
        with(Map.of("eventType", new Attribute.Text("created"), "tier", new Attribute.Text("3"))),
        with(
            Map.of(
                "eventType", new Attribute.Text("created"),
                "tier", new Attribute.Numeric("Number.int", "3"))),
        with(
            Map.of(
                "eventtype", new Attribute.Text("created"), "tier", new Attribute.Numeric("3"))));
  }

  @ParameterizedTest
  @MethodSource("others")
  void itChangesWithEachPart(Message other) {
    assertThat(other.fingerprint()).isNotEqualTo(MESSAGE.fingerprint());
  }

  @Test
  void itDoesNotChangeWithTheOrderOfAttributes() {
    Map<String, Attribute> reversed = new LinkedHashMap<>();
    reversed.put("tier", new Attribute.Numeric("3"));
    reversed.put("eventType", new Attribute.Text("created"));

    assertThat(with(reversed).fingerprint()).isEqualTo(MESSAGE.fingerprint());
  }

  @Test
  void itIsOfTheContentAndNotOfWhoSendsItHow() {
    Message other =
        new Message(
            new Tenant("other"),
            new DestinationName("other"),
            MESSAGE.group(),
            MESSAGE.content(),
            new Terms(
                Guarantee.AT_LEAST_ONCE,
                0,
                TraceParent.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));

    assertThat(other.fingerprint()).isEqualTo(MESSAGE.fingerprint());
  }

  @Test
  void itComparesAnotherFormOfThePayloadWhereOneIsGiven() {
    assertThat(MESSAGE.fingerprint(bytes("{}"))).isNotEqualTo(MESSAGE.fingerprint());
    assertThat(MESSAGE.fingerprint(bytes("{\"a\":1}"))).isEqualTo(MESSAGE.fingerprint());
  }

  @Test
  void itHasItsForm() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint("short"));
  }

  private static Message message(String payload, String type, String group, int delay) {
    return new Message(
        Tenant.DEFAULT,
        new DestinationName("orders"),
        Optional.of(new GroupId(group)),
        content(payload, type, ATTRIBUTES),
        new Terms(Guarantee.EXACTLY_ONCE, delay, Optional.empty()));
  }

  private static Message with(Map<String, Attribute> attributes) {
    return new Message(
        MESSAGE.tenant(),
        MESSAGE.destination(),
        MESSAGE.group(),
        content("{\"a\":1}", "application/json", attributes),
        MESSAGE.terms());
  }

  private static Content content(String payload, String type, Map<String, Attribute> attributes) {
    return new Content(bytes(payload), new ContentType(type), new Attributes(attributes));
  }

  private static Bytes bytes(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
