package dev.postern.console;

import io.quarkus.qute.TemplateExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How pages say what the contract writes for programs. */
@TemplateExtension(namespace = "say")
final class Say {
  /** Where there is nothing to say. */
  static final String NOTHING = "–";

  private Say() {}

  /** {@code PT1H30M} is 1 h 30 min. */
  static String duration(String iso) {
    return iso.isEmpty() ? NOTHING : duration(Duration.parse(iso));
  }

  /** The two largest units of it. */
  static String duration(Duration time) {
    if (time.toSeconds() == 0) {
      return time.isZero() ? "0 s" : time.toMillis() + " ms";
    }
    List<String> parts = new ArrayList<>();
    add(parts, time.toDays(), "d");
    add(parts, time.toHoursPart(), "h");
    add(parts, time.toMinutesPart(), "min");
    add(parts, time.toSecondsPart(), "s");
    return String.join(" ", parts.subList(0, Math.min(2, parts.size())));
  }

  private static void add(List<String> parts, long count, String unit) {
    if (count > 0) {
      parts.add(count + " " + unit);
    }
  }

  /** {@code 2026-11-23T13:00:00.123Z} without what keeps it from being read. */
  static String time(String iso) {
    return iso.isEmpty() ? NOTHING : iso.replace('T', ' ').replaceFirst("\\.\\d+Z$", "");
  }

  /** With the milliseconds, where one thing comes after another. */
  static String instant(String iso) {
    return iso.isEmpty() ? NOTHING : iso.replace('T', ' ').replace("Z", "");
  }

  static String bytes(long count) {
    if (count < 1024) {
      return count + " B";
    }
    double kib = count / 1024.0;
    return kib < 1024
        ? String.format(Locale.ROOT, kib == Math.rint(kib) ? "%.0f KiB" : "%.1f KiB", kib)
        : String.format(Locale.ROOT, "%.1f MiB", kib / 1024);
  }

  /** {@code sqs-queue} is SQS queue. */
  static String kind(String word) {
    return word.replace("sqs-", "SQS ").replace("sns-", "SNS ");
  }

  /** {@code attempts-exhausted} is attempts exhausted. */
  static String plain(String word) {
    return word.replace('-', ' ');
  }

  /** For a path or a query. */
  static String url(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
