package dev.postern.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only who has the key can make, read or change what is sealed, and only until its time. */
class SealTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void whatIsSealedOpensAtEveryReplicaWithTheSameKey() {
    String sealed = seal(KEY).close("the shop's key", NOW.plusSeconds(1));

    assertThat(seal(KEY).open(sealed, NOW)).contains("the shop's key");
    assertThat(seal(KEY + "!").open(sealed, NOW)).isEmpty();
    assertThat(Sessions.seal(Optional.empty(), RANDOM).open(sealed, NOW)).isEmpty();
  }

  @Test
  void itOpensNoLongerThanItShould() {
    String sealed = seal(KEY).close("the shop's key", NOW);

    assertThat(seal(KEY).open(sealed, NOW.minusMillis(1))).isPresent();
    assertThat(seal(KEY).open(sealed, NOW)).isEmpty();
  }

  @Test
  void nothingOfItCanBeReadAndNoTwoAreTheSame() {
    String sealed = seal(KEY).close("the shop's key", NOW);

    assertThat(new String(Base64.getUrlDecoder().decode(sealed), StandardCharsets.ISO_8859_1))
        .doesNotContain("shop");
    assertThat(seal(KEY).close("the shop's key", NOW)).isNotEqualTo(sealed);
  }

  @Test
  void noPartOfItCanBeChanged() {
    byte[] sealed = Base64.getUrlDecoder().decode(seal(KEY).close("k", NOW.plusSeconds(1)));
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
      assertThat(seal(KEY).open(text, NOW)).as("byte " + i).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void whatWasNeverSealedDoesNotOpen(String text) {
    assertThat(seal(KEY).open(text, NOW)).isEmpty();
    assertThat(seal(KEY).open(text.repeat(1000), NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c2hvcnQ=", "no base64"})
  void aKeyThatIsNoneStopsTheStartByTheNameOfItsProperty(String key) {
    assertThatThrownBy(() -> Sessions.seal(Optional.of(key), RANDOM))
        .hasMessageContaining("postern.console.session-key must be at least 32 bytes in base64")
        .hasMessageNotContaining(key);
  }

  private static Seal seal(String key) {
    return Sessions.seal(
        Optional.of(Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8))),
        RANDOM);
  }
}
