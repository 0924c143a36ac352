package dev.postern.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An enum whose constants stand in headers, configuration, answers and stored items. */
public interface Worded {
  /** The constant's name in the code. */
  String name();

  /** The constant's stable word outside the code: {@code at-least-once} for AT_LEAST_ONCE. */
  default String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant of that word, or nothing where there is none. */
  static <E extends Enum<E> & Worded> Optional<E> parse(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.word().equals(word))
        .findFirst();
  }
}
