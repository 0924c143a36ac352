package dev.postern.api;

import dev.postern.message.Worded;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A permission on all destinations and subscriptions of the caller's tenant whose names fit.
 *
 * @param names 1 to 64 characters of a-z, 0-9, - and *, which stands for any number of characters
 */
public record Grant(Permission permission, String names) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9*-]{1,64}");
  private static final String EVERY = "*";

  public Grant {
    Objects.requireNonNull(permission);
    if (!FORM.matcher(names).matches()) {
      throw new IllegalArgumentException(
          "\"" + names + "\" must have 1 to 64 characters of a-z, 0-9, - and *");
    }
  }

  /** The permission on everything. */
  public static Grant onAll(Permission permission) {
    return new Grant(permission, EVERY);
  }

  /**
   * Reads {@code publish:orders} or {@code consume:bill-*}.
   *
   * @throws IllegalArgumentException saying what is wrong, and what is allowed
   */
  public static Grant parse(String text) {
    int colon = text.indexOf(':');
    String word = colon < 0 ? text : text.substring(0, colon);
    Permission permission =
        Worded.parse(Permission.class, word)
            .filter(known -> colon >= 0)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "\""
                            + text
                            + "\" must be one of "
                            + Arrays.stream(Permission.values())
                                .map(Worded::word)
                                .collect(Collectors.joining(", "))
                            + ", a colon and a name"));
    return new Grant(permission, text.substring(colon + 1));
  }

  /** Likewise, where it may be no permission at all. */
  public static Optional<Grant> of(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean fits(String name) {
    int at = 0;
    int inName = 0;
    int star = -1;
    int resumeAt = 0;
    // On a mismatch only the last star takes one more, so the work is bounded by the two lengths.
    while (inName < name.length()) {
      if (at < names.length() && names.charAt(at) == '*') {
        star = at++;
        resumeAt = inName;
      } else if (at < names.length() && names.charAt(at) == name.charAt(inName)) {
        at++;
        inName++;
      } else if (star >= 0) {
        at = star + 1;
        inName = ++resumeAt;
      } else {
        return false;
      }
    }
    return names.substring(at).chars().allMatch(left -> left == '*');
  }
}
