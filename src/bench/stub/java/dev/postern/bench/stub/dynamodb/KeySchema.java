package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.bench.stub.Refusal;

/**
 * The names of a key's attributes.
 *
 * @param range empty where there is none
 */
record KeySchema(String hash, String range) {
  static KeySchema read(JsonNode schema) {
    String hash = "";
    String range = "";
    for (JsonNode element : schema) {
      String name = element.path("AttributeName").asText();
      if (element.path("KeyType").asText().equals("HASH")) {
        hash = name;
      } else {
        range = name;
      }
    }
    return new KeySchema(hash, range);
  }

  boolean hasRange() {
    return !range.isEmpty();
  }

  boolean names(String attribute) {
    return attribute.equals(hash) || attribute.equals(range);
  }

  /** The key of an item, or of a request that must have it and, if said, nothing else. */
  Key of(JsonNode attributes, boolean only) {
    if (only && attributes.size() != (hasRange() ? 2 : 1)) {
      throw new Refusal("ValidationException", "the key does not match the schema");
    }
    return new Key(
        Value.text(attributes.get(hash)), hasRange() ? Value.text(attributes.get(range)) : "");
  }
}
