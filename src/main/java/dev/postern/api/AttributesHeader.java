package dev.postern.api;

import dev.postern.message.Attribute;
import dev.postern.message.AttributeDictionary;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.Flaw;
import dev.postern.message.InvalidMessage;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.greenbytes.http.sfv.ByteSequenceItem;
import org.greenbytes.http.sfv.DecimalItem;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;

/**
 * Reads and writes {@code Message-Attributes}, an RFC 9651 dictionary of at most 8 KiB: {@code
 * tier=3, region="eu", digest=:aGk=:}.
 *
 * <p>Integers and decimals are numbers, strings are text, byte sequences are bytes; all else is
 * refused. As keys have no capitals, the parameter {@code name} gives an attribute its real name;
 * {@code type} gives it a labelled type ({@code "Number.int"}), which must fit its value. Numbers
 * are carried on in their shortest form, so {@code 1.50} arrives as {@code 1.5}.
 *
 * <p>RFC 9651 lets the later of two members with one key win. Here they are refused, as are two
 * members with one real name: an attribute that quietly disappears is a message that was changed.
 */
public final class AttributesHeader {
  /** The most that all lines of the header together may have, in bytes. */
  public static final int MOST_BYTES = AttributeDictionary.MOST_BYTES;

  private AttributesHeader() {}

  /**
   * The attributes; none where the header is absent or empty.
   *
   * @param headerValues one for each line of the header, joined as RFC 9651 section 4.2 says
   * @throws InvalidMessage naming the member at fault
   */
  public static Attributes read(List<String> headerValues) {
    if (headerValues.isEmpty()) {
      return Attributes.NONE;
    }
    String header = String.join(", ", headerValues).strip();
    if (header.length() > MOST_BYTES) {
      throw malformed("have at most " + MOST_BYTES + " bytes, these are " + header.length());
    }
    Map<String, ListElement<?>> members = parse(header);
    refuseRepeatedKeys(header, members.size());
    Map<String, Attribute> byName = new LinkedHashMap<>();
    members.forEach(
        (key, value) -> {
          Attribute attribute = attribute(key, value);
          String name = parameter(key, value.getParams(), "name").orElse(key);
          if (byName.put(name, attribute) != null) {
            throw malformed("have each name once; \"" + name + "\" is also that of " + key);
          }
        });
    return new Attributes(byName);
  }

  private static Map<String, ListElement<?>> parse(String header) {
    int foreign = 0;
    while (foreign < header.length() && header.charAt(foreign) < 0x7f) {
      foreign++;
    }
    if (foreign < header.length()) {
      throw malformed(
          "be ASCII, as RFC 9651 has it, also "
              + at(header, foreign)
              + "; other text travels as bytes, such as :w7w=:");
    }
    try {
      return Parser.parseDictionary(header).get();
    } catch (ParseException e) {
      throw malformed("be an RFC 9651 dictionary, also " + at(header, e.getPosition()));
    }
  }

  /** Names the place and the member that it belongs to. */
  private static String at(String header, int position) {
    int members = keys(header.substring(0, Math.min(position + 1, header.length()))).size();
    String key = members == 0 ? "" : keys(header).get(members - 1);
    return "at character " + (position + 1) + (key.isEmpty() ? "" : " in member \"" + key + "\"");
  }

  private static void refuseRepeatedKeys(String header, int members) {
    List<String> keys = keys(header);
    if (keys.size() > members) {
      Set<String> seen = new HashSet<>();
      keys.stream()
          .filter(key -> !seen.add(key))
          .findFirst()
          .ifPresent(
              key -> {
                throw malformed("have each member once, not \"" + key + "\" again");
              });
    }
  }

  /** The keys as they stand; commas within strings and inner lists part no members. */
  private static List<String> keys(String header) {
    List<String> keys = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        keys.add(key(header.substring(start, i)));
        start = i + 1;
      }
    }
    if (!header.substring(start).isBlank()) {
      keys.add(key(header.substring(start)));
    }
    return keys;
  }

  private static String key(String member) {
    int end = 0;
    String stripped = member.strip();
    while (end < stripped.length() && "=; ,\"".indexOf(stripped.charAt(end)) < 0) {
      end++;
    }
    return stripped.substring(0, end);
  }

  private static Attribute attribute(String key, ListElement<?> value) {
    Parameters parameters = value.getParams();
    parameters.keySet().stream()
        .filter(parameter -> !parameter.equals("name") && !parameter.equals("type"))
        .findFirst()
        .ifPresent(
            unknown -> {
              throw malformed(
                  "have no parameters but name and type, unlike \"" + unknown + of(key));
            });
    Optional<String> type = parameter(key, parameters, "type");
    try {
      if (value instanceof IntegerItem item) {
        return new Attribute.Numeric(type.orElse("Number"), Long.toString(item.getAsLong()));
      }
      if (value instanceof DecimalItem item) {
        return new Attribute.Numeric(type.orElse("Number"), shortest(item.get()));
      }
      if (value instanceof StringItem item) {
        return new Attribute.Text(type.orElse("String"), item.get());
      }
      if (value instanceof ByteSequenceItem item) {
        return new Attribute.Binary(type.orElse("Binary"), bytes(item.get()));
      }
    } catch (InvalidMessage e) {
      throw malformed(e.limit() + ", also in member \"" + key + "\"");
    }
    throw malformed(
        "have strings, numbers and byte sequences only, also in member \"" + key + "\"");
  }

  private static Optional<String> parameter(String key, Parameters parameters, String name) {
    Item<?> value = parameters.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof StringItem string) {
      return Optional.of(string.get());
    }
    throw malformed("have strings in quotes as parameters, also as \"" + name + of(key));
  }

  private static String of(String key) {
    return "\" of member \"" + key + "\"";
  }

  // Not the library's own text, which writes 0.001 as 0.1.
  private static String shortest(BigDecimal decimal) {
    BigDecimal stripped = decimal.stripTrailingZeros();
    return (stripped.scale() < 1 ? stripped.setScale(1) : stripped).toPlainString();
  }

  private static Bytes bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return new Bytes(bytes);
  }

  /**
   * The header that {@link #read} reads as exactly these attributes, or nothing where it can't
   * carry them all: see {@link AttributeDictionary}; or where it would have more than 8 KiB.
   * Without attributes it is empty.
   */
  public static Optional<String> write(Attributes attributes) {
    AttributeDictionary dictionary = AttributeDictionary.of(attributes.byName());
    return dictionary.isWhole() && dictionary.text().length() <= MOST_BYTES
        ? Optional.of(dictionary.text())
        : Optional.empty();
  }

  private static InvalidMessage malformed(String limit) {
    return new InvalidMessage(Flaw.ATTRIBUTES_MALFORMED, Attributes.FIELD, limit);
  }
}
