package dev.postern.message;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The caller's attributes by name, at most ten; how many of the ten remain for the caller beside
 * what Postern adds is the broker's to say.
 *
 * <p>Names have 1 to 256 letters, digits, {@code _ - .}, no leading, trailing or doubled dot, and
 * none of the prefixes {@code AWS.} and {@code Amazon.} (Amazon SQS developer guide, message
 * attributes); names that Postern itself sets are refused.
 */
public record Attributes(SortedMap<String, Attribute> byName) {
  /** The header that carries them, named in refusals. */
  public static final String FIELD = "Message-Attributes";

  /** How many attributes SQS and SNS take in all. */
  public static final int MOST = 10;

  public static final Attributes NONE = new Attributes(new TreeMap<>());

  /** The names that Postern sets itself. */
  public static final Set<String> RESERVED =
      Set.of(
          "postern-id",
          "postern-gap",
          "content-type",
          "content-transfer-encoding",
          "sequence",
          "causal-clock",
          "traceparent");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final Pattern LABEL = Pattern.compile("(\\.[A-Za-z0-9_-]+)*");

  public Attributes {
    if (byName.size() > MOST) {
      throw malformed("have at most " + MOST + " attributes, these are " + byName.size());
    }
    byName.keySet().forEach(Attributes::checkName);
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  public Attributes(Map<String, Attribute> byName) {
    this(new TreeMap<>(byName));
  }

  public boolean isEmpty() {
    return byName.isEmpty();
  }

  /** What they count for against the broker's size limit: names, types and values. */
  public int size() {
    return size(byName);
  }

  /** The same, of any attributes. */
  public static int size(Map<String, Attribute> byName) {
    return byName.entrySet().stream()
        .mapToInt(
            attribute ->
                attribute.getKey().getBytes(StandardCharsets.UTF_8).length
                    + attribute.getValue().size())
        .sum();
  }

  /** May a caller's attribute have that name? */
  static boolean isName(String name) {
    try {
      checkName(name);
      return true;
    } catch (InvalidMessage noName) {
      return false;
    }
  }

  private static void checkName(String name) {
    if (name.length() > 256 || !NAME.matcher(name).matches()) {
      throw malformed(
          "have names of 1 to 256 letters, digits, _ - and single dots, not \"" + name + "\"");
    }
    if (name.regionMatches(true, 0, "AWS.", 0, 4) || name.regionMatches(true, 0, "Amazon.", 0, 7)) {
      throw malformed("have no names that begin with AWS. or Amazon., like \"" + name + "\"");
    }
    if (RESERVED.contains(name)) {
      throw malformed("leave \"" + name + "\" to Postern, which sets it");
    }
  }

  static void checkType(String type, String kind) {
    if (type.length() > 256
        || !type.startsWith(kind)
        || !LABEL.matcher(type.substring(kind.length())).matches()) {
      throw malformed(
          "have types of at most 256 characters that are "
              + kind
              + " with an optional label for such a value (\""
              + kind
              + ".label\"), not \""
              + type
              + "\"");
    }
  }

  static InvalidMessage malformed(String limit) {
    return new InvalidMessage(Flaw.ATTRIBUTES_MALFORMED, FIELD, limit);
  }
}
