package dev.postern.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People read what programs wrote. */
class SayTest {
  @ParameterizedTest
  @CsvSource({
    "PT24H, 1 d",
    "PT336H, 14 d",
    "PT1H30M, 1 h 30 min",
    "PT1H0M5S, 1 h 5 s",
    "P1DT1H1M, 1 d 1 h",
    "PT0.25S, 250 ms",
    "PT0S, 0 s"
  })
  void durations(String iso, String said) {
    assertThat(Say.duration(iso)).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KiB", "262144, 256 KiB", "3145728, 3.0 MiB"})
  void sizes(long bytes, String said) {
    assertThat(Say.bytes(bytes)).isEqualTo(said);
  }

  @Test
  void times() {
    assertThat(Say.time("2026-11-23T13:00:00.123Z")).isEqualTo("2026-11-23 13:00:00");
    assertThat(Say.instant("2026-11-23T13:00:00.123Z")).isEqualTo("2026-11-23 13:00:00.123");
    assertThat(Say.time("")).isEqualTo("–");
  }

  @Test
  void whatStandsInAnAddressIsEncoded() {
    assertThat(Say.url("a/b c+d?&#")).isEqualTo("a%2Fb%20c%2Bd%3F%26%23");
  }
}
