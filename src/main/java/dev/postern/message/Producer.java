package dev.postern.message;

import java.util.regex.Pattern;

/**
 * Who sends causally ordered messages, as it names itself: 1 to 64 letters, digits, -, _ or dots.
 */
public record Producer(String name) implements Comparable<Producer> {
  /** The header that carries it, named in refusals. */
  public static final String FIELD = "Causal-Producer";

  static final int MOST_CHARACTERS = 64;

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1," + MOST_CHARACTERS + "}");

  public Producer {
    if (name == null || !FORM.matcher(name).matches()) {
      throw new InvalidMessage(
          Flaw.CAUSAL_PRODUCER_MALFORMED,
          FIELD,
          "have 1 to 64 characters of letters, digits, dot, hyphen and underscore");
    }
  }

  @Override
  public int compareTo(Producer other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
