package dev.postern.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors are computed by another program: stored ids must outlive this code. */
class IdentityTest {
  @Test
  void aKeyHashIsStable() {
    assertThat(hash("default", "orders", "order-42")).isEqualTo("6YYS4JCRPMNEBGPBK26VPND357");
  }

  @Test
  void aKeyHashTellsItsPartsApart() {
    assertThat(hash("a", "bc", "k")).isEqualTo("7P6V195PSRNFYRBQNQXG76W1PG");
    assertThat(hash("ab", "c", "k")).isEqualTo("5B8972B1RDY4H7R9382WPDAKG4");
    assertThat(hash("a", "b", "ck")).isNotEqualTo(hash("a", "bc", "k"));
  }

  @Test
  void aMessageIdIsStable() {
    MessageId id =
        new MessageId(new KeyHash(hash("default", "orders", "order-42")), 1_795_438_800_123L);

    assertThat(id).hasToString("6YYS4JCRPMNEBGPBK26VPND35701M847VV7V");
    assertThat(id.acceptedAt()).isEqualTo(Instant.parse("2026-11-23T13:00:00.123Z"));
  }

  @Test
  void aMessageIdIsReadAsItIsWritten() {
    for (long seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      MessageId id =
          new MessageId(
              new KeyHash(Crockford.encode128(bytes)),
              random.nextLong() >>> (14 + random.nextInt(40)));

      assertThat(id.toString()).hasSize(36);
      assertThat(MessageId.parse(id.toString())).as("seed %d", seed).contains(id);
    }
  }

  @Test
  void theLeastAndTheMostAreReadAsTheyAreWritten() {
    KeyHash zero = new KeyHash(Crockford.encode128(new byte[16]));
    byte[] ones = new byte[16];
    Arrays.fill(ones, (byte) -1);
    KeyHash most = new KeyHash(Crockford.encode128(ones));

    assertThat(zero).hasToString("0".repeat(26));
    assertThat(most).hasToString("7" + "Z".repeat(25));
    assertThat(new MessageId(zero, 0)).hasToString("0".repeat(36));
    assertThat(new MessageId(most, (1L << 50) - 1)).hasToString("7" + "Z".repeat(35));
    assertThat(MessageId.parse("7" + "Z".repeat(35))).contains(new MessageId(most, (1L << 50) - 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new MessageId(zero, 1L << 50));
    assertThatIllegalArgumentException().isThrownBy(() -> new MessageId(zero, -1));
  }

  @Test
  void laterIdsOfOneKeySortLater() {
    KeyHash hash = new KeyHash(hash("default", "orders", "k"));

    assertThat(new MessageId(hash, 31).toString())
        .isLessThan(new MessageId(hash, 32).toString())
        .isLessThan(new MessageId(hash, 1L << 40).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "6YYS4JCRPMNEBGPBK26VPND357",
        "6YYS4JCRPMNEBGPBK26VPND35701M847VV7",
        "6YYS4JCRPMNEBGPBK26VPND35701M847VV7VV",
        "6yys4jcrpmnebgpbk26vpnd35701m847vv7v",
        "8YYS4JCRPMNEBGPBK26VPND35701M847VV7V",
        "6YYS4JCRPMNEBGPBK26VPND35701M847VVIV",
        "6YYS4JCRPMNEBGPBK26VPND35701M847VVLV",
        "6YYS4JCRPMNEBGPBK26VPND35701M847VVOV",
        "6YYS4JCRPMNEBGPBK26VPND35701M847VVUV",
        "6YYS4JCRPMNEBGPBK26VPND35701M847VV\u00e9V",
        "6YYS4JCRPMNEBGPBK26VPND357-1M847VV7V"
      })
  void whatCantBeAnIdIsNone(String text) {
    assertThat(MessageId.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ABCDEFGHJKMNPQRSTVWXYZ012", "6yys4jcrpmnebgpbk26vpnd357"})
  void aKeyHashHasItsForm(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new KeyHash(text));
  }

  private static String hash(String tenant, String destination, String key) {
    return KeyHash.of(new Tenant(tenant), new DestinationName(destination), new IdempotencyKey(key))
        .value();
  }
}
