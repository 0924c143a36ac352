package dev.postern.message;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Attributes as an RFC 9651 dictionary: {@code tier=3, region="eu", digest=:aGk=:}.
 *
 * <p>Numbers, strings and byte sequences are what they are there. Keys have no capitals, so the
 * parameter {@code name} gives an attribute its real name where its key is another; {@code type}
 * gives it its type where that has a label.
 *
 * <p>Whoever reads it reads exactly the attributes that are in it. Those that it can't carry so are
 * left out: text beyond printable ASCII (what reads {@code Message-Attributes} refuses Display
 * Strings), numbers beyond RFC 9651's or in a notation that would not come back as it is ({@code
 * 1.50}, {@code 1e3}), and names that Postern takes from no caller.
 *
 * @param text all of it; empty where no attribute is in it
 * @param isWhole whether no attribute was left out
 */
public record AttributeDictionary(String text, boolean isWhole) {
  /** The most that a header has of it, in bytes. */
  public static final int MOST_BYTES = 8 * 1024;

  private static final Pattern KEY = Pattern.compile("[a-z*][a-z0-9_.*-]*");
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,14}");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(?:0|[1-9][0-9]{0,11})\\.(?:0|[0-9]{0,2}[1-9])");

  /** The dictionary of these, in their order. */
  public static AttributeDictionary of(Map<String, Attribute> attributes) {
    List<String> members = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    attributes.forEach(
        (name, attribute) ->
            item(attribute)
                .filter(item -> Attributes.isName(name))
                .ifPresent(item -> members.add(member(name, attribute, item, keys))));
    return new AttributeDictionary(String.join(", ", members), members.size() == attributes.size());
  }

  private static String member(String name, Attribute attribute, String item, Set<String> keys) {
    String key = freeKey(name, keys);
    return key
        + "="
        + item
        + (key.equals(name) ? "" : ";name=\"" + name + "\"")
        + (attribute.type().contains(".") ? ";type=\"" + attribute.type() + "\"" : "");
  }

  private static Optional<String> item(Attribute attribute) {
    return attribute.fold(
        text -> attribute instanceof Attribute.Numeric ? number(text) : string(text),
        bytes -> Optional.of(":" + Base64.getEncoder().encodeToString(bytes.array()) + ":"));
  }

  private static Optional<String> number(String text) {
    boolean carried = INTEGER.matcher(text).matches() || DECIMAL.matcher(text).matches();
    return carried && !text.equals("-0.0") ? Optional.of(text) : Optional.empty();
  }

  private static Optional<String> string(String text) {
    return text.chars().anyMatch(c -> c < 0x20 || c > 0x7e)
        ? Optional.empty()
        : Optional.of("\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
  }

  private static String freeKey(String name, Set<String> taken) {
    String lower = name.toLowerCase(Locale.ROOT);
    String key = KEY.matcher(lower).matches() ? lower : "a" + lower;
    while (!taken.add(key)) {
      key += "_";
    }
    return key;
  }
}
