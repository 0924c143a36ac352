package dev.postern.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.message.BrokerText;
import jakarta.inject.Singleton;

/**
 * Reads JSON bodies from their bytes, which must be UTF-8 (RFC 8259 section 8.1): the parser would
 * guess at other encodings, and take sequences that are none.
 */
@Singleton
class JsonBody {
  private final ObjectMapper mapper;

  JsonBody(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * The value that the body describes.
   *
   * @throws RefusedRequest naming what is wrong with it
   */
  <T> T read(byte[] body, Class<T> type) {
    String text =
        BrokerText.decodeUtf8(body).orElseThrow(() -> new RefusedRequest(BodyFault.notUtf8()));
    if (text.isBlank()) {
      throw new RefusedRequest(BodyFault.empty());
    }
    try {
      T value = mapper.readValue(text, type);
      if (value == null) {
        throw new RefusedRequest(BodyFault.empty());
      }
      return value;
    } catch (JsonProcessingException fault) {
      throw new RefusedRequest(BodyFault.problem(fault));
    }
  }
}
