package dev.postern.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.message.GroupId;
import dev.postern.message.SubscriptionName;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tokens are taken from every replica, also while their secrets are changed. */
class AckTokensTest {
  private static final SubscriptionName SUBSCRIPTION = new SubscriptionName("fulfilment");
  private static final byte[] OLD = secret((byte) 1);
  private static final byte[] NEW = secret((byte) 2);
  private static final Ticket TICKET =
      new Ticket(
          new InboundId("m1"),
          Optional.of(new GroupId("g")),
          new Ticket.Copy("q1", "receipt"),
          2,
          7,
          Instant.parse("2026-03-01T12:00:00.123Z"));

  private static byte[] secret(byte each) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, each);
    return secret;
  }

  private static AckTokens with(byte[]... secrets) {
    return new AckTokens(List.of(secrets));
  }

  private static String token(AckTokens by) {
    return by.write(SUBSCRIPTION, TICKET);
  }

  @Test
  void eachStepOfAChangeOfSecretsTakesWhatTheStepBeforeAndAfterMade() {
    List<AckTokens> steps = List.of(with(OLD), with(OLD, NEW), with(NEW, OLD), with(NEW));

    for (int step = 1; step < steps.size(); step++) {
      AckTokens before = steps.get(step - 1);
      AckTokens after = steps.get(step);
      assertThat(after.read(SUBSCRIPTION, token(before))).contains(TICKET);
      assertThat(before.read(SUBSCRIPTION, token(after))).contains(TICKET);
    }
  }

  @Test
  void theFirstSecretSigns() {
    assertThat(token(with(NEW, OLD))).isEqualTo(token(with(NEW))).isNotEqualTo(token(with(OLD)));
  }

  @Test
  void whatWasSignedWithASecretThatIsTakenAwayIsNoToken() {
    assertThat(with(NEW).read(SUBSCRIPTION, token(with(OLD)))).isEmpty();
  }

  @Test
  void aSecretThatIsTooShortIsRefused() {
    assertThatThrownBy(() -> with(NEW, new byte[31])).hasMessageContaining("at least 32 bytes");
  }
}
