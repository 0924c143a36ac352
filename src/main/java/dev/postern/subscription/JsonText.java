package dev.postern.subscription;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.postern.message.BrokerText;
import dev.postern.message.Bytes;
import java.io.IOException;
import java.util.Optional;

/** What an endpoint answered, as a JSON object. */
final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /**
   * The body itself where it is a JSON object, else an object of which it is the {@code text};
   * nothing where it is empty or no text.
   */
  static Optional<String> of(Bytes body) {
    return BrokerText.decodeUtf8(body.array())
        .filter(text -> !text.isBlank())
        .map(
            text ->
                isObject(text)
                    ? text
                    : "{\"text\":\""
                        + new String(JsonStringEncoder.getInstance().quoteAsString(text))
                        + "\"}");
  }

  private static boolean isObject(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException notJson) {
      return false;
    }
  }
}
