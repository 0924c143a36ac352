package dev.postern.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a caller would like, by the {@code Prefer} header of RFC 7240.
 *
 * <p>Reading never fails: what can't be read is ignored. Of a preference that is given more than
 * once the first counts (RFC 7240 section 2), even if its value can't be read.
 *
 * @param waiting how long the caller is willing to wait for the outcome, in whole seconds
 * @param returnMinimal whether answers about what went well may be left out
 */
public record Preference(boolean respondAsync, Optional<Duration> waiting, boolean returnMinimal) {
  /** The preferences that Postern knows. */
  public enum Kind {
    RESPOND_ASYNC,
    WAIT,
    RETURN_MINIMAL
  }

  /** No preference at all. */
  public static final Preference NONE = new Preference(false, Optional.empty(), false);

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern SECONDS = Pattern.compile("[0-9]+");

  /**
   * The preferences that these lines hold.
   *
   * @param headerValues one for each line of the header
   */
  public static Preference read(List<String> headerValues) {
    Map<String, String> values = new HashMap<>();
    for (String line : headerValues) {
      for (String preference : split(line, ',')) {
        // Parameters follow; none is known, so none is looked at.
        String bare = split(preference, ';').get(0);
        int equals = bare.indexOf('=');
        String name = (equals < 0 ? bare : bare.substring(0, equals)).strip();
        if (TOKEN.matcher(name).matches()) {
          values.putIfAbsent(
              name.toLowerCase(Locale.ROOT), equals < 0 ? "" : word(bare.substring(equals + 1)));
        }
      }
    }
    return new Preference(
        values.getOrDefault("respond-async", "-").isEmpty(),
        Optional.ofNullable(values.get("wait")).flatMap(Preference::seconds),
        values.getOrDefault("return", "").equalsIgnoreCase("minimal"));
  }

  /** The parts between separators that are not within quotes. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** A value with or without quotes, which make no difference. */
  private static String word(String value) {
    String word = value.strip();
    boolean quoted = word.length() > 1 && word.startsWith("\"") && word.endsWith("\"");
    return quoted ? word.substring(1, word.length() - 1) : word;
  }

  private static Optional<Duration> seconds(String word) {
    if (!SECONDS.matcher(word).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.ofSeconds(Integer.parseInt(word)));
    } catch (NumberFormatException beyondInt) {
      return Optional.of(Duration.ofSeconds(Integer.MAX_VALUE));
    }
  }

  /** These preferences as an operation sees them that can honour only some kinds. */
  public Preference only(Kind... honoured) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    kinds.addAll(Arrays.asList(honoured));
    return new Preference(
        respondAsync && kinds.contains(Kind.RESPOND_ASYNC),
        kinds.contains(Kind.WAIT) ? waiting : Optional.empty(),
        returnMinimal && kinds.contains(Kind.RETURN_MINIMAL));
  }

  /**
   * How long to wait for an outcome before answering without it. {@code respond-async} means: not
   * at all, whatever {@code wait} says.
   *
   * @param usual where the caller says nothing
   * @param most where the caller asks for more
   */
  public Duration patience(Duration usual, Duration most) {
    if (respondAsync) {
      return Duration.ZERO;
    }
    return waiting.map(asked -> asked.compareTo(most) > 0 ? most : asked).orElse(usual);
  }

  /**
   * The value of {@code Preference-Applied}: what was honoured, with the wait that {@link
   * #patience} gave; nothing where there was nothing to honour. An operation that can't honour
   * every kind asks the preference that {@link #only} leaves.
   */
  public Optional<String> applied(Duration most) {
    List<String> applied = new ArrayList<>();
    if (respondAsync) {
      applied.add("respond-async");
    } else if (waiting.isPresent()) {
      applied.add("wait=" + patience(most, most).toSeconds());
    }
    if (returnMinimal) {
      applied.add("return=minimal");
    }
    return applied.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", applied));
  }
}
