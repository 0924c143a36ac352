package dev.postern.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.message.Additions;
import dev.postern.message.Attribute;
import dev.postern.subscription.Endpoint;
import dev.postern.subscription.Inbound;
import dev.postern.subscription.Subscription;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventBodyTest {
  @Test
  void theSdkReadsTheEventThatIsTheMessage() {
    PushRequest request = request(Given.numbered("{\"a\":1}", Map.of()));

    CloudEvent event = read(request);

    assertThat(request.type()).isEqualTo("application/cloudevents+json");
    assertThat(event.getId()).isEqualTo("5V9JP8SFQ83V9");
    assertThat(event.getSource()).isEqualTo(URI.create("postern:subscription/invoices"));
    assertThat(event.getType()).isEqualTo("dev.postern.message");
    assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-11-24T12:00:00.9Z"));
    assertThat(event.getExtension("partitionkey")).isEqualTo("order-7");
    assertThat(event.getExtension("sequence")).isEqualTo("0000000000000000042");
    assertThat(event.getDataContentType()).isEqualTo("application/json");
    assertThat(data(event)).isEqualTo("{\"a\":1}");
  }

  @Test
  void whatTheMessageHasNotTheEventHasNot() {
    assertThat(read(request(Given.message("{}"))).getExtensionNames()).isEmpty();
  }

  @Test
  void jsonStaysAsItIsToTheLastDigit() {
    String body = "{ \"b\" : 12345678901234567890.10, \"a\":1e400, \"a\":\"\u00fc\" }";

    assertThat(text(request(Given.message(body)))).endsWith("\"data\":" + body + "}");
  }

  @Test
  void textIsAString() {
    PushRequest request = request(Given.typed("text/plain", "a \"\u00fc\""));

    assertThat(text(request)).contains("\"data\":\"a \\\"\u00fc\\\"\"");
    assertThat(data(read(request))).isEqualTo("a \"\u00fc\"");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, hello",
    "application/json, {} {}",
    "application/json, '{\"a\":'",
    "application/json, ''",
    "application/xml, <a/>",
    "text/plain;charset=iso-8859-1, a"
  })
  void allElseIsBase64(String type, String body) {
    PushRequest request = request(Given.typed(type, body));

    assertThat(text(request)).contains("\"data_base64\":");
    assertThat(data(read(request))).isEqualTo(body);
  }

  @Test
  void bytesAreBase64() {
    Inbound message =
        Given.message(
            "AP8=",
            Map.of(
                Additions.TRANSFER_ENCODING, new Attribute.Text("base64"),
                Additions.CONTENT_TYPE, new Attribute.Text("image/png")));

    assertThat(text(request(message))).contains("\"data_base64\":\"AP8=\"");
  }

  @Test
  void aMessageThatIsAnEventIsSentAsItIs() {
    String type = "application/cloudevents+json; charset=utf-8";
    PushRequest request = request(Given.typed(type, "{\"specversion\":\"1.0\"}"));

    assertThat(request.type()).isEqualTo(type);
    assertThat(text(request)).isEqualTo("{\"specversion\":\"1.0\"}");
  }

  private static PushRequest request(Inbound message) {
    return PushRequest.of(
        Given.events("https://hooks.example/"),
        Subscription.Form.CLOUDEVENTS,
        new Endpoint.Push(message, 1));
  }

  private static String text(PushRequest request) {
    return new String(request.body().array(), StandardCharsets.UTF_8);
  }

  private static CloudEvent read(PushRequest request) {
    return EventFormatProvider.getInstance()
        .resolveFormat(JsonFormat.CONTENT_TYPE)
        .deserialize(request.body().array());
  }

  private static String data(CloudEvent event) {
    return new String(event.getData().toBytes(), StandardCharsets.UTF_8);
  }
}
