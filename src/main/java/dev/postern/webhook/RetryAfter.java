package dev.postern.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code Retry-After} (RFC 9110 section 10.2.3): seconds, or a date in one of the three forms
 * of its section 5.6.7.
 */
final class RetryAfter {
  /** More is taken as this. */
  static final Duration LONGEST = Duration.ofDays(365);

  private static final Pattern SECONDS = Pattern.compile("-?[0-9]{1,18}");

  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          // RFC 850, whose years of two digits are taken to be of this century.
          DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
              .withZone(ZoneOffset.UTC),
          // C's asctime; a day of one digit has a space before it.
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US)
              .withZone(ZoneOffset.UTC));

  private RetryAfter() {}

  /**
   * How long to wait from now on: zero where that time is past, at most {@link #LONGEST}; nothing
   * where it can't be read.
   */
  static Optional<Duration> of(String value, Instant now) {
    String stripped = value.strip();
    if (SECONDS.matcher(stripped).matches()) {
      return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(stripped))));
    }
    return DATES.stream()
        .flatMap(form -> date(stripped, form).stream())
        .findFirst()
        .map(date -> bounded(Duration.between(now, date)));
  }

  private static Optional<Instant> date(String value, DateTimeFormatter form) {
    try {
      return Optional.of(form.parse(value, Instant::from));
    } catch (DateTimeException otherForm) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration time) {
    if (time.isNegative()) {
      return Duration.ZERO;
    }
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }
}
