package dev.postern.message;

import java.util.regex.Pattern;

/** The one form that configured names have: safe in a path, a key and a metric label. */
final class Names {
  static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,64}");

  private Names() {}

  static String checked(String what, String name) {
    if (name == null || !FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + " \"" + name + "\" must have 1 to 64 characters of a-z, 0-9 and -");
    }
    return name;
  }
}
