package dev.postern.bench.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** Reads and writes JSON, and says which members of a request the stub knows. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** The object that a request is. */
  public static ObjectNode read(byte[] body) {
    try {
      if (MAPPER.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException malformed) {
      throw new Refusal("SerializationException", malformed.getOriginalMessage());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    throw new Refusal("SerializationException", "not an object");
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** An empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Refuses a request that asks for more than the stub does. */
  public static void onlyKnown(JsonNode request, Set<String> known) {
    request
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw Refusal.notUnderstood("member " + name);
              }
            });
  }

  /** A member that must be there. */
  public static JsonNode need(JsonNode request, String name) {
    JsonNode member = request.get(name);
    if (member == null) {
      throw new Refusal("ValidationException", name + " is missing");
    }
    return member;
  }
}
