package dev.postern.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.postern.message.Attribute;
import dev.postern.message.Attributes;
import dev.postern.message.Bytes;
import dev.postern.message.Flaw;
import dev.postern.message.InvalidMessage;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads attributes from a JSON object: {@code {"region": "eu", "tier": 3, "digest": {"type":
 * "Binary", "value": "aGk="}}}.
 *
 * <p>A string is a String and a number a Number, written as it stands there. An object says the
 * type itself, {@code String}, {@code Number} or {@code Binary} with a label or without; its value
 * is a string, which for bytes is their base64.
 */
final class AttributesJson {
  /** Of names, types and numbers; what is longer is not repeated in the refusal. */
  private static final int MOST_CHARACTERS = 256;

  private final Map<String, Attribute> byName = new HashMap<>();
  private Optional<InvalidMessage> fault = Optional.empty();

  /**
   * What was read.
   *
   * @throws InvalidMessage naming the first attribute at fault
   */
  Attributes attributes() {
    fault.ifPresent(
        invalid -> {
          throw invalid;
        });
    return new Attributes(byName);
  }

  /** Reads the value at which the parser stands, to its end. */
  void read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      note(malformed("be an object"));
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (byName.size() > Attributes.MOST || fault.isPresent()) {
        parser.skipChildren();
      } else {
        put(name, parser);
      }
    }
  }

  private void put(String name, JsonParser parser) throws IOException {
    Typed typed = Typed.read(parser);
    if (name.length() > MOST_CHARACTERS) {
      note(malformed("have names of at most " + MOST_CHARACTERS + " characters"));
      return;
    }
    try {
      if (byName.put(name, typed.attribute()) != null) {
        note(malformed("have each name once, not \"" + name + "\" again"));
      }
    } catch (InvalidMessage invalid) {
      note(malformed(invalid.limit() + ", also as \"" + name + "\""));
    }
  }

  private void note(InvalidMessage invalid) {
    fault = fault.or(() -> Optional.of(invalid));
  }

  private static InvalidMessage malformed(String limit) {
    return new InvalidMessage(Flaw.ATTRIBUTES_MALFORMED, Attributes.FIELD, limit);
  }

  /** A value and its type, either of them missing where it can't be read. */
  private record Typed(Optional<String> type, Optional<String> value) {
    private static final Typed UNREADABLE = new Typed(Optional.empty(), Optional.empty());

    static Typed read(JsonParser parser) throws IOException {
      return switch (parser.currentToken()) {
        case VALUE_STRING -> of("String", parser);
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> of("Number", parser);
        case START_OBJECT -> members(parser);
        default -> {
          parser.skipChildren();
          yield UNREADABLE;
        }
      };
    }

    private static Typed of(String type, JsonParser parser) throws IOException {
      return new Typed(Optional.of(type), Optional.of(parser.getText()));
    }

    private static Typed members(JsonParser parser) throws IOException {
      Map<String, String> members = new HashMap<>();
      boolean readable = true;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean known = name.equals("type") || name.equals("value");
        if (parser.nextToken() == JsonToken.VALUE_STRING && known) {
          readable &= members.put(name, parser.getText()) == null;
        } else {
          readable = false;
          parser.skipChildren();
        }
      }
      return readable
          ? new Typed(
              Optional.ofNullable(members.get("type")), Optional.ofNullable(members.get("value")))
          : UNREADABLE;
    }

    Attribute attribute() {
      if (type.isEmpty() || value.isEmpty()) {
        throw malformed(
            "have strings, numbers, and objects of the two strings type and value only");
      }
      if (type.get().length() > MOST_CHARACTERS) {
        throw malformed("have types of at most " + MOST_CHARACTERS + " characters");
      }
      String kind = type.get().split("\\.", 2)[0];
      return switch (kind) {
        case "String" -> new Attribute.Text(type.get(), value.get());
        case "Number" -> number(type.get(), value.get());
        case "Binary" -> new Attribute.Binary(type.get(), new Bytes(bytes(value.get())));
        default -> throw malformed("have the types String, Number and Binary, with a label or not");
      };
    }

    private static Attribute number(String type, String value) {
      if (value.length() > MOST_CHARACTERS) {
        throw malformed("have numbers of at most " + MOST_CHARACTERS + " characters");
      }
      return new Attribute.Numeric(type, value);
    }

    private static byte[] bytes(String base64) {
      try {
        return Base64.getDecoder().decode(base64);
      } catch (IllegalArgumentException notBase64) {
        throw malformed("have binary values in base64 as RFC 4648 section 4 has it");
      }
    }
  }
}
