package dev.postern.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

  @ParameterizedTest
  @CsvSource({"0, PT0S", "120, PT2M", "' 7 ', PT7S", "-5, PT0S"})
  void secondsAreReadAndNeverNegative(String value, Duration time) {
    assertThat(RetryAfter.of(value, NOW)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
      })
  void aDateIsReadInItsForms(String date) {
    assertThat(RetryAfter.of(date, NOW)).contains(Duration.ofSeconds(37));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tuesday, 24-Nov-26 12:00:37 GMT", "Tue, 24 Nov 2026 12:00:37 GMT"})
  void aYearOfTwoDigitsIsOfThisCentury(String date) {
    assertThat(RetryAfter.of(date, Instant.parse("2026-11-24T12:00:00Z")))
        .contains(Duration.ofSeconds(37));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sun, 06 Nov 1994 08:48:59 GMT", "Mon, 01 Jan 1900 00:00:00 GMT"})
  void aTimeThatIsPastIsNow(String date) {
    assertThat(RetryAfter.of(date, NOW)).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
  void aTimeBeyondReasonIsTheLongest(String value) {
    assertThat(RetryAfter.of(value, NOW)).contains(RetryAfter.LONGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "1.5",
        "+3",
        "0x10",
        "9999999999999999999",
        "Sun, 06 Nov 1994",
        "PT5S"
      })
  void whatCantBeReadIsAsIfItWereAbsent(String value) {
    assertThat(RetryAfter.of(value, NOW)).isEmpty();
  }
}
