package dev.postern.log;

import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** What a line says under one name. */
public record Said(Member member, Object value) {
  private static final Pattern PLAIN = Pattern.compile("[!#-<>-\\[\\]-~]+");

  /** The value as it stands in JSON: of what was thrown its message, else what kind it was. */
  String text() {
    if (!(value instanceof Throwable thrown)) {
      return String.valueOf(value);
    }
    boolean wraps = thrown instanceof CompletionException && thrown.getCause() != null;
    Throwable cause = wraps ? thrown.getCause() : thrown;
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /**
   * Appends {@code key=value}, the value in quotes unless it is of visible characters of ASCII but
   * quotes, equals signs and backslashes; within quotes escaped as in JSON. So it stays in its line
   * and its place, whoever gave it.
   */
  void appendTo(StringBuilder line) {
    String text = text();
    line.append(member.word()).append('=');
    if (PLAIN.matcher(text).matches()) {
      line.append(text);
    } else {
      line.append('"');
      text.chars().forEach(each -> append(line, (char) each));
      line.append('"');
    }
  }

  private static void append(StringBuilder line, char each) {
    if (each == '"' || each == '\\') {
      line.append('\\').append(each);
    } else if (Character.isISOControl(each) || each == '\u2028' || each == '\u2029') {
      line.append(String.format("\\u%04x", (int) each));
    } else {
      line.append(each);
    }
  }
}
