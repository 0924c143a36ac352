package dev.postern.message;

import java.util.Optional;

/** The configured name of a destination; the only thing callers know of a queue or topic. */
public record DestinationName(String value) {
  public DestinationName {
    Names.checked("destination", value);
  }

  /** The name, or nothing where the text can't be the name of any destination. */
  public static Optional<DestinationName> parse(String text) {
    return Names.FORM.matcher(text).matches()
        ? Optional.of(new DestinationName(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
