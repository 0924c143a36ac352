package dev.postern.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A page that asks before something is done.
 *
 * @param says what will be done
 * @param action where the form is sent to; empty where there is nothing to be done
 * @param back where whoever thinks better of it goes
 */
public record Confirm(
    List<String> says, String action, Map<String, String> fields, String button, String back) {
  /** A link to the same question on other terms. */
  public record Instead(String text, String address) {}

  static Confirm of(String action, String button, String back, String... says) {
    return new Confirm(List.of(says), action, Map.of(), button, back);
  }

  Confirm with(String field, Optional<String> value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    value.ifPresent(given -> more.put(field, given));
    return new Confirm(says, action, more, button, back);
  }

  public boolean isPossible() {
    return !action.isEmpty();
  }
}
