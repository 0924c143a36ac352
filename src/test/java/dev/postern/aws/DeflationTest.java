package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compressed comes out as it was, and nothing else does, nor more than there may be. */
@Timeout(20)
class DeflationTest {
  private static final byte[] TEXT =
      "what somebody had to say, and said again; ".repeat(100).getBytes(StandardCharsets.UTF_8);

  private static byte[] deflated() {
    return Deflation.deflated(TEXT).orElseThrow();
  }

  private static void assertRefused(byte[] deflated, String why) {
    assertThatThrownBy(() -> Deflation.inflated(deflated))
        .isInstanceOf(Tampered.class)
        .hasMessageContaining(why);
  }

  @Test
  void itComesOutAsItWas() {
    assertThat(deflated()).hasSizeLessThan(TEXT.length / 10);
    assertThat(Deflation.length(deflated())).isEqualTo(TEXT.length);
    assertThat(Deflation.inflated(deflated())).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 6, 100, 100_000})
  void whatGetsNoShorterIsLeftAsItIs(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);

    assertThat(Deflation.deflated(noise)).isEmpty();
  }

  @Test
  void whatIsTooLongToBeReadIsNotCompressed() {
    assertThat(Deflation.deflated(new byte[Deflation.MOST_BYTES])).isPresent();
    assertThat(Deflation.inflated(Deflation.deflated(new byte[Deflation.MOST_BYTES]).orElseThrow()))
        .hasSize(Deflation.MOST_BYTES);
    assertThat(Deflation.deflated(new byte[Deflation.MOST_BYTES + 1])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, -1})
  void ofAnotherCodecItIsRefused(int codec) {
    byte[] deflated = deflated();
    deflated[0] = (byte) codec;

    if (codec == 1) {
      assertThat(Deflation.inflated(deflated)).isEqualTo(TEXT);
    } else {
      assertRefused(deflated, "not compressed in a way that is known here");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, which no message has",
    "2147483647, which no message has",
    "2097153, which no message has",
    "2097152, to the length",
    "4201, to the length",
    "4199, to the length",
    "5, which no message has",
    "0, which no message has"
  })
  void ofAnotherLengthThanItIsSaidToHaveItIsRefused(int length, String why) {
    byte[] deflated = deflated();
    ByteBuffer.wrap(deflated).putInt(1, length);

    assertRefused(deflated, why);
  }

  @Test
  void cutOffAnywhereItIsRefused() {
    byte[] deflated = deflated();

    for (int length = 0; length < deflated.length; length++) {
      assertRefused(Arrays.copyOf(deflated, length), "");
    }
  }

  @Test
  void withMoreBehindItItIsRefused() {
    assertRefused(Arrays.copyOf(deflated(), deflated().length + 1), "to the length");
  }

  @Test
  void whateverItIsItComesToAnEnd() {
    Random random = new Random(17);
    for (int round = 0; round < 20_000; round++) {
      byte[] broken = deflated();
      for (int i = random.nextInt(4); i >= 0; i--) {
        broken[5 + random.nextInt(broken.length - 5)] = (byte) random.nextInt();
      }
      try {
        assertThat(Deflation.inflated(broken)).hasSize(TEXT.length);
      } catch (Tampered refused) {
        assertThat(refused).hasMessageStartingWith("it does not decompress");
      }
    }
  }

  /** A gigabyte of nothing, in one megabyte. */
  @Test
  void aBombIsRefusedBeforeItGoesOff() {
    byte[] bomb = new byte[1200 * 1024];
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    int length = 5;
    for (int mib = 0; mib < 1024; mib++) {
      deflater.setInput(new byte[1024 * 1024]);
      length += deflater.deflate(bomb, length, bomb.length - length);
    }
    deflater.finish();
    length += deflater.deflate(bomb, length, bomb.length - length);
    deflater.end();
    ByteBuffer.wrap(bomb).put((byte) 1).putInt(Deflation.MOST_BYTES);

    assertRefused(Arrays.copyOf(bomb, length), "to the length");
  }
}
