package dev.postern.destination;

import dev.postern.message.Worded;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The properties of one configured thing; every complaint names the property, its value and what is
 * allowed.
 *
 * @param prefix of its properties, without the last dot
 */
public record Section(String prefix) {
  /** The value, if it is within both. */
  public long within(String property, long value, long least, long most, String unit) {
    if (value < least || value > most) {
      throw wrong(property, "is " + value + ", must be " + least + " to " + most + unit);
    }
    return value;
  }

  /** The same. */
  public Duration within(String property, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw wrong(property, "is " + value + ", must be " + least + " to " + most);
    }
    return value;
  }

  /** The constant of that word. */
  public <E extends Enum<E> & Worded> E word(String property, String word, Class<E> type) {
    return Worded.parse(type, word)
        .orElseThrow(
            () ->
                wrong(
                    property,
                    "is \""
                        + word
                        + "\", must be "
                        + Arrays.stream(type.getEnumConstants())
                            .map(Worded::word)
                            .collect(Collectors.joining(" or "))));
  }

  /** Whether it is true: a word that is misspelt must not pass for false. */
  public boolean isTrue(String property, String word) {
    if (!word.equals("true") && !word.equals("false")) {
      throw wrong(property, "is \"" + word + "\", must be true or false");
    }
    return word.equals("true");
  }

  /** What to throw where a property is wrong. */
  public IllegalArgumentException wrong(String property, String complaint) {
    return new IllegalArgumentException(prefix + "." + property + " " + complaint);
  }
}
