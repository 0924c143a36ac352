package dev.postern.console;

import java.util.Optional;

/**
 * What is around every page.
 *
 * @param section the part of the navigation that it belongs to; empty for none
 * @param notice what was just done, if something was
 */
public record Frame(String title, String section, Visit visit, Optional<String> notice) {
  static Frame of(String title, String section, Visit visit) {
    return new Frame(title, section, visit, Optional.empty());
  }

  Frame telling(Optional<String> done) {
    return new Frame(title, section, visit, done.flatMap(Notice::text));
  }

  public boolean isIn(String name) {
    return section.equals(name);
  }
}
