package dev.postern.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.postern.message.BrokerText;
import dev.postern.message.Bytes;
import dev.postern.message.ContentType;
import dev.postern.message.InvalidMessage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON event format of CloudEvents 1.0. It is read without the SDK, which would read numbers in
 * data as doubles and of a member that is given twice the last, and written without it, so that the
 * same event is always the same bytes.
 */
final class EventJson {
  static final ContentType ONE = new ContentType("application/cloudevents+json");
  static final ContentType BATCH = new ContentType("application/cloudevents-batch+json");

  private static final String BODY = "body";
  private static final String ARRAY =
      "be a JSON array of 1 to " + ItemReader.MOST_MESSAGES + " events";

  private EventJson() {}

  private interface Reading<T> {
    T read(JsonParser parser, char[] source) throws IOException;
  }

  /**
   * The event that is the body.
   *
   * @throws InvalidMessage naming what is wrong with it
   */
  static Event one(byte[] body) {
    return parse(
        body,
        (parser, source) -> {
          EventMembers members = new EventMembers(source);
          parser.nextToken();
          members.read(parser);
          checkEnd(parser);
          return members.event();
        });
  }

  /**
   * The events of which the body is an array; one that can't be read hinders no other.
   *
   * @throws InvalidMessage where it is no such array
   */
  static List<EventMembers> batch(byte[] body) {
    return parse(
        body,
        (parser, source) -> {
          if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw Event.malformed(BODY, ARRAY);
          }
          List<EventMembers> events = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            EventMembers members = new EventMembers(source);
            members.read(parser);
            events.add(members);
          }
          checkEnd(parser);
          if (events.isEmpty() || events.size() > ItemReader.MOST_MESSAGES) {
            throw Event.malformed(BODY, ARRAY);
          }
          return events;
        });
  }

  private static <T> T parse(byte[] body, Reading<T> reading) {
    String text =
        BrokerText.decodeUtf8(body)
            .orElseThrow(() -> Event.malformed(BODY, "be well-formed UTF-8"));
    char[] source = text.toCharArray();
    try (JsonParser parser = ItemReader.JSON.createParser(source)) {
      return reading.read(parser, source);
    } catch (JsonProcessingException fault) {
      throw Event.malformed(
          BODY,
          "be JSON; it is not at line "
              + fault.getLocation().getLineNr()
              + ", column "
              + fault.getLocation().getColumnNr());
    } catch (IOException unexpected) {
      // Of a parser that reads from memory.
      throw new UncheckedIOException(unexpected);
    }
  }

  private static void checkEnd(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw Event.malformed(BODY, "have nothing after its JSON");
    }
  }

  /** The event, always in the same bytes: its attributes by name, then its data as it is. */
  static Bytes write(Event event) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = ItemReader.JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
        json.writeStringField(attribute.getKey(), attribute.getValue());
      }
      if (event.data().size() > 0) {
        writeData(event, json);
      }
      json.writeEndObject();
    } catch (IOException unexpected) {
      throw new UncheckedIOException(unexpected);
    }
    return new Bytes(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void writeData(Event event, JsonGenerator json) throws IOException {
    byte[] data = event.data().array();
    Optional<ContentType> type = event.type();
    Optional<String> text = BrokerText.decodeUtf8(data);
    if (type.filter(Event::isJson).isPresent() && text.filter(EventJson::isOneValue).isPresent()) {
      json.writeFieldName(Event.DATA);
      json.writeRawValue(text.get());
    } else if (type.filter(EventJson::isText).isPresent() && text.isPresent()) {
      json.writeStringField(Event.DATA, text.get());
    } else {
      json.writeStringField("data_base64", Base64.getEncoder().encodeToString(data));
    }
  }

  /** Other character sets are left as they are, whether or not they look like UTF-8. */
  private static boolean isText(ContentType type) {
    String value = type.value().toLowerCase(Locale.ROOT);
    return type.essence().startsWith("text/")
        && !Event.isJson(type)
        && (!value.contains("charset") || value.contains("utf-8"));
  }

  private static boolean isOneValue(String text) {
    try (JsonParser parser = ItemReader.JSON.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (JsonProcessingException notJson) {
      return false;
    } catch (IOException unexpected) {
      throw new UncheckedIOException(unexpected);
    }
  }
}
