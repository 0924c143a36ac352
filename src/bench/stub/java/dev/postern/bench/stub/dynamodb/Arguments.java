package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Json;
import dev.postern.bench.stub.Refusal;
import java.util.HashSet;
import java.util.Set;

/**
 * What placeholders stand for in one request.
 *
 * @param names by {@code #name}
 * @param values by {@code :value}, or by {@code ?0}, {@code ?1} … in statements
 */
record Arguments(JsonNode names, JsonNode values) {
  static final Arguments NONE = new Arguments(Json.object(), Json.object());

  /** Those of an expression's request. */
  static Arguments of(JsonNode request) {
    return new Arguments(
        request.path("ExpressionAttributeNames"), request.path("ExpressionAttributeValues"));
  }

  /** Those of a statement. */
  static Arguments positional(JsonNode parameters) {
    ObjectNode values = Json.object();
    for (JsonNode each : parameters) {
      values.set("?" + values.size(), each);
    }
    return new Arguments(Json.object(), values);
  }

  String name(String token) {
    if (!token.startsWith("#")) {
      return token;
    }
    JsonNode name = names.get(token);
    if (name == null) {
      throw new Refusal("ValidationException", "no name is given for " + token);
    }
    return name.textValue();
  }

  JsonNode value(String token) {
    JsonNode value = values.get(token);
    if (value == null) {
      throw new Refusal("ValidationException", "no value is given for " + token);
    }
    return value;
  }

  /** As DynamoDB does, refuses placeholders that are given and not used. */
  void mustAllBeIn(Set<String> used) {
    Set<String> given = new HashSet<>();
    names.fieldNames().forEachRemaining(given::add);
    values.fieldNames().forEachRemaining(given::add);
    given.removeAll(used);
    if (!given.isEmpty()) {
      throw new Refusal("ValidationException", "unused in expressions: " + given);
    }
  }
}
