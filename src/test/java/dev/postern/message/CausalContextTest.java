package dev.postern.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A context is handed on as it is, or refused. */
class CausalContextTest {
  private static final DestinationName CHAT = new DestinationName("chat");

  private final Random random = new Random(7);

  private CausalClock any() {
    CausalClock clock = CausalClock.START;
    for (int i = random.nextInt(6); i > 0; i--) {
      long count = Math.max(1, random.nextLong() >>> random.nextInt(1, 64));
      clock = clock.with(new Producer("p" + random.nextInt(10)), count);
    }
    return clock;
  }

  private static String write(CausalClock clock) {
    return CausalContext.write(clock, Tenant.DEFAULT, CHAT);
  }

  private static CausalClock read(String token) {
    return CausalContext.read(token, Tenant.DEFAULT, CHAT);
  }

  private static void refused(String token, String why) {
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(() -> read(token))
        .withMessageContaining(why)
        .satisfies(
            refusal -> {
              assertThat(refusal.flaw()).isEqualTo(Flaw.CAUSAL_CONTEXT_MALFORMED);
              assertThat(refusal.field()).isEqualTo("Causal-Context");
            });
  }

  @Test
  void whatIsWrittenIsRead() {
    for (int i = 0; i < 5_000; i++) {
      CausalClock clock = any();
      assertThat(read(write(clock))).isEqualTo(clock);
    }
  }

  @Test
  void theLargestIsReadToo() {
    CausalClock clock = CausalClock.START;
    for (int i = 0; i < CausalClock.MOST_PRODUCERS; i++) {
      clock = clock.with(new Producer(String.format("%064d", i)), Long.MAX_VALUE);
    }
    String token = write(clock);
    assertThat(token).hasSize(CausalContext.MOST_CHARACTERS);
    assertThat(read(token)).isEqualTo(clock);
    refused(token + "A", "at most 6327 characters");
  }

  @Test
  void anythingElseIsRefusedAsSuch() {
    for (int i = 0; i < 20_000; i++) {
      byte[] token = Base64.getUrlDecoder().decode(write(any()));
      token[random.nextInt(token.length)] ^= (byte) (1 << random.nextInt(8));
      refused(Base64.getUrlEncoder().withoutPadding().encodeToString(token), "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "!!", "AQ", "AQAAAAAAAA", "a b", "null"})
  void whatWasNeverATokenIsRefused(String token) {
    refused(token, "as an answer gave it");
  }

  @Test
  void aLaterFormatIsNamed() {
    byte[] token = Base64.getUrlDecoder().decode(write(any()));
    token[0] = 2;
    refused(Base64.getUrlEncoder().encodeToString(token), "version 1, not 2");
  }

  @Test
  void anotherDestinationsIsRefusedAndAnotherTenants() {
    CausalClock clock = CausalClock.START.with(new Producer("a"), 1);
    refused(CausalContext.write(clock, Tenant.DEFAULT, new DestinationName("news")), "of another");
    refused(CausalContext.write(clock, new Tenant("other"), CHAT), "of another");
  }
}
