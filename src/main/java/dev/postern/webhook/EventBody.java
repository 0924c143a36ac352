package dev.postern.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.postern.message.BrokerText;
import dev.postern.message.Bytes;
import dev.postern.message.ContentType;
import dev.postern.message.SubscriptionName;
import dev.postern.subscription.Inbound;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A message as a structured event of CloudEvents 1.0, in the JSON event format.
 *
 * <p>{@code id} is the message's, {@code source} is {@code postern:subscription/<name>}, {@code
 * type} is {@code dev.postern.message}, {@code time} is when the queue took it in. Its group is the
 * {@code partitionkey}; its number is the {@code sequence}, in 19 digits, since the extension wants
 * it to sort as text.
 *
 * <p>Data is the payload: JSON as it is, to the last digit; text in UTF-8 as a string; all else,
 * JSON that is none included, in base64. It is written without the SDK, which would read numbers in
 * data as doubles, and so that the same message is always the same bytes.
 */
final class EventBody {
  static final String TYPE = "application/cloudevents+json";

  /** Payloads are not looked into: numbers and names of any length; names are not kept. */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private EventBody() {}

  /** The event that is this message at that subscription. */
  static Bytes of(SubscriptionName subscription, Inbound message, ContentType type, Bytes payload) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("specversion", "1.0");
      json.writeStringField("id", message.id().value());
      json.writeStringField("source", "postern:subscription/" + subscription);
      json.writeStringField("type", "dev.postern.message");
      json.writeStringField("time", message.sentAt().toString());
      if (message.group().isPresent()) {
        json.writeStringField("partitionkey", message.group().get().value());
      }
      if (message.sequence().isPresent()) {
        json.writeStringField(
            "sequence", String.format(Locale.ROOT, "%019d", message.sequence().getAsLong()));
      }
      json.writeStringField("datacontenttype", type.value());
      writeData(json, type, payload);
      json.writeEndObject();
    } catch (IOException unexpected) {
      // Of a generator that writes to memory.
      throw new UncheckedIOException(unexpected);
    }
    return new Bytes(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void writeData(JsonGenerator json, ContentType type, Bytes payload)
      throws IOException {
    Optional<String> text = BrokerText.decodeUtf8(payload.array());
    if (isJson(type) && text.filter(EventBody::isOneValue).isPresent()) {
      json.writeFieldName("data");
      json.writeRawValue(text.get());
    } else if (isText(type) && text.isPresent()) {
      json.writeStringField("data", text.get());
    } else {
      json.writeStringField("data_base64", Base64.getEncoder().encodeToString(payload.array()));
    }
  }

  private static boolean isJson(ContentType type) {
    return type.isJson() || type.essence().equals("text/json");
  }

  /** Other character sets are left as they are, whether or not they look like UTF-8. */
  private static boolean isText(ContentType type) {
    String value = type.value().toLowerCase(Locale.ROOT);
    return type.essence().startsWith("text/")
        && !isJson(type)
        && (!value.contains("charset") || value.contains("utf-8"));
  }

  private static boolean isOneValue(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
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
