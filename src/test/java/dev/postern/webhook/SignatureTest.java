package dev.postern.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.postern.message.Bytes;
import dev.postern.subscription.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final String NEW = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OLD = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd";
  private static final String OTHER = "whsec_HR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0d";
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";

  @Test
  void theVectorOfStandardWebhooksComesOut() {
    assertThat(signature(List.of(NEW), 1614265330, "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void eachSecretSignsInItsTurn() {
    assertThat(signature(List.of(NEW, OLD), 1614265330, "a"))
        .isEqualTo(
            signature(List.of(NEW), 1614265330, "a")
                + " "
                + signature(List.of(OLD), 1614265330, "a"));
  }

  @Test
  void anotherImplementationSignsTheSame() throws Exception {
    String body = "{\"name\":\"J\u00fcrgen \ud83d\ude00\"}";

    assertThat(signature(List.of(OLD), 1614265330, body))
        .isEqualTo(new Webhook(OLD).sign(ID, 1614265330, body));
  }

  @Test
  void whileSecretsRotateAnotherImplementationVerifiesByEach() throws Exception {
    // It compares with the time of day.
    long now = Instant.now().getEpochSecond();
    Map<String, List<String>> headers =
        Map.of(
            "webhook-id", List.of(ID),
            "webhook-timestamp", List.of(Long.toString(now)),
            "webhook-signature", List.of(signature(List.of(NEW, OLD), now, "{}")));

    new Webhook(NEW).verify("{}", headers);
    new Webhook(OLD).verify("{}", headers);
    assertThatExceptionOfType(WebhookVerificationException.class)
        .isThrownBy(() -> new Webhook(OTHER).verify("{}", headers));
    assertThatExceptionOfType(WebhookVerificationException.class)
        .isThrownBy(() -> new Webhook(NEW).verify("{ }", headers));
  }

  private static String signature(List<String> secrets, long timestamp, String body) {
    return Signature.of(
        secrets.stream().map(Secret::of).toList(),
        ID,
        timestamp,
        new Bytes(body.getBytes(StandardCharsets.UTF_8)));
  }
}
