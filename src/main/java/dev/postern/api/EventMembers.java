package dev.postern.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.postern.message.Bytes;
import dev.postern.message.ContentType;
import dev.postern.message.InvalidMessage;
import io.cloudevents.SpecVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The members of one event in the JSON event format; the first fault is kept. */
final class EventMembers {
  private static final String DATA_BASE64 = "data_base64";

  private final char[] source;
  private final SortedMap<String, String> attributes = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private Optional<InvalidMessage> fault = Optional.empty();
  private Optional<String> dataJson = Optional.empty();
  private Optional<String> dataText = Optional.empty();
  private Optional<String> dataBase64 = Optional.empty();
  private String itself = "";

  /** Of an event that stands in this text. */
  EventMembers(char[] source) {
    this.source = source;
  }

  private void fault(String member, String limit) {
    fault = fault.or(() -> Optional.of(Event.malformed(Event.shortened(member), limit)));
  }

  /** Reads the value at which the parser stands, to its end. */
  void read(JsonParser parser) throws IOException {
    int start = start(parser);
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      fault("event", "be a JSON object");
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (!seen.add(name)) {
        fault(name, "be given once");
        parser.skipChildren();
      } else if (parser.currentToken() != JsonToken.VALUE_NULL || name.equals(Event.DATA)) {
        member(name, parser); // What is null is not set, but for data, where it is a value.
      }
    }
    itself = slice(start, parser);
  }

  private void member(String name, JsonParser parser) throws IOException {
    switch (name) {
      case Event.DATA -> data(parser);
      case DATA_BASE64 -> dataBase64 = string(name, parser);
      default -> attribute(name, parser);
    }
  }

  private void data(JsonParser parser) throws IOException {
    int start = start(parser);
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      dataText = Optional.of(parser.getText());
    }
    parser.skipChildren();
    // A scalar is read to its end only when it is asked for.
    parser.finishToken();
    dataJson = Optional.of(slice(start, parser));
  }

  private void attribute(String name, JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case VALUE_TRUE, VALUE_FALSE -> attributes.put(name, parser.getText());
      case VALUE_NUMBER_INT -> integer(name, parser.getText());
      default -> string(name, parser).ifPresent(text -> attributes.put(name, text));
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING
        && SpecVersion.V1.getAllAttributes().contains(name)) {
      // Only extensions may be of another type.
      fault(name, "be a string");
    }
  }

  private void integer(String name, String digits) {
    try {
      attributes.put(name, Integer.toString(Integer.parseInt(digits)));
    } catch (NumberFormatException tooLarge) {
      fault(name, "be a whole number of 32 bits, or a string");
    }
  }

  private Optional<String> string(String name, JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return Optional.of(parser.getText());
    }
    fault(name, "be a string, true, false or a whole number");
    parser.skipChildren();
    return Optional.empty();
  }

  private static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private String slice(int start, JsonParser parser) {
    return new String(source, start, (int) parser.currentLocation().getCharOffset() - start);
  }

  /** The event as it stands there, byte for byte. */
  Bytes itself() {
    return new Bytes(itself.getBytes(StandardCharsets.UTF_8));
  }

  /** What its {@code partitionkey} says, if anything. */
  SortedMap<String, String> attributes() {
    return attributes;
  }

  /**
   * The event that they make.
   *
   * @throws InvalidMessage naming what is wrong with it
   */
  Event event() {
    fault.ifPresent(
        found -> {
          throw found;
        });
    if (dataJson.isPresent()) {
      attributes.putIfAbsent(Event.DATA_CONTENT_TYPE, ContentType.JSON.value());
    }
    Event event = new Event(attributes, new Bytes(new byte[0]));
    return new Event(attributes, new Bytes(bytes(event.type())));
  }

  private byte[] bytes(Optional<ContentType> type) {
    if (dataBase64.isPresent()) {
      if (dataJson.isPresent()) {
        throw Event.malformed(Event.DATA, "not be given beside data_base64");
      }
      return base64(dataBase64.get());
    }
    if (dataJson.isEmpty()) {
      return new byte[0];
    }
    if (type.filter(Event::isJson).isPresent()) {
      return dataJson.get().getBytes(StandardCharsets.UTF_8);
    }
    return encode(
        dataText.orElseThrow(
            () -> Event.malformed(Event.DATA, "be a string where its type is not JSON")));
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      throw Event.malformed(DATA_BASE64, "be base64 as RFC 4648 section 4 has it");
    }
  }

  private static byte[] encode(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException loneSurrogate) {
      throw Event.malformed(Event.DATA, "have no half of a surrogate pair alone");
    }
  }
}
