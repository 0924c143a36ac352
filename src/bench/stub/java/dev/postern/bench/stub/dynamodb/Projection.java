package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Json;
import java.util.HashSet;
import java.util.Set;

/**
 * Which attributes are given.
 *
 * @param names empty: all
 */
record Projection(Set<String> names) {
  static Projection of(JsonNode request) {
    Set<String> names = new HashSet<>();
    if (request.has("ProjectionExpression")) {
      Arguments arguments = Arguments.of(request);
      Tokens tokens = new Tokens(request.get("ProjectionExpression").textValue());
      do {
        names.add(arguments.name(tokens.name()));
      } while (tokens.take(","));
      tokens.expectEnd();
    }
    return new Projection(names);
  }

  static Projection ofKeys(KeySchema table, KeySchema index) {
    return new Projection(Set.of(table.hash(), table.range(), index.hash(), index.range()));
  }

  ObjectNode of(ObjectNode item) {
    if (names.isEmpty()) {
      return item;
    }
    ObjectNode some = Json.object();
    for (String name : names) {
      if (item.has(name)) {
        some.set(name, item.get(name));
      }
    }
    return some;
  }
}
