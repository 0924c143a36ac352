package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Json;
import dev.postern.bench.stub.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables: making and describing them. */
final class Tables {
  private static final Set<String> CREATE =
      Set.of(
          "TableName",
          "BillingMode",
          "KeySchema",
          "AttributeDefinitions",
          "GlobalSecondaryIndexes");

  private final Map<String, Table> tables = new HashMap<>();

  Table of(JsonNode request) {
    return named(Json.need(request, "TableName").textValue());
  }

  Table named(String name) {
    Table table = tables.get(name);
    if (table == null) {
      throw new Refusal("ResourceNotFoundException", "Requested resource not found: " + name);
    }
    return table;
  }

  ObjectNode create(JsonNode request) {
    Json.onlyKnown(request, CREATE);
    String name = Json.need(request, "TableName").textValue();
    if (tables.containsKey(name)) {
      throw new Refusal("ResourceInUseException", "Table already exists: " + name);
    }
    ObjectNode description = ((ObjectNode) request).deepCopy();
    description.put("TableStatus", "ACTIVE").remove("BillingMode");
    List<Index> indexes = new ArrayList<>();
    for (JsonNode each : description.withArray("GlobalSecondaryIndexes")) {
      if (!each.path("Projection").path("ProjectionType").asText().equals("KEYS_ONLY")) {
        throw Refusal.notUnderstood("an index of more than keys");
      }
      ((ObjectNode) each).put("IndexStatus", "ACTIVE");
      indexes.add(
          new Index(each.get("IndexName").textValue(), KeySchema.read(each.get("KeySchema"))));
    }
    if (((ArrayNode) description.get("GlobalSecondaryIndexes")).isEmpty()) {
      description.remove("GlobalSecondaryIndexes");
    }
    KeySchema schema = KeySchema.read(Json.need(request, "KeySchema"));
    tables.put(name, new Table(description, schema, indexes));
    return described("TableDescription", description);
  }

  ObjectNode describe(JsonNode request) {
    return described("Table", of(request).description());
  }

  private static ObjectNode described(String member, JsonNode description) {
    ObjectNode answer = Json.object();
    answer.set(member, description);
    return answer;
  }

  ObjectNode describeTtl(JsonNode request) {
    String ttl = of(request).ttl();
    ObjectNode answer = Json.object();
    ObjectNode description = answer.putObject("TimeToLiveDescription");
    description.put("TimeToLiveStatus", ttl.isEmpty() ? "DISABLED" : "ENABLED");
    if (!ttl.isEmpty()) {
      description.put("AttributeName", ttl);
    }
    return answer;
  }

  ObjectNode updateTtl(JsonNode request) {
    JsonNode wanted = Json.need(request, "TimeToLiveSpecification");
    boolean enabled = wanted.path("Enabled").asBoolean();
    of(request).expireBy(enabled ? wanted.path("AttributeName").asText() : "");
    ObjectNode answer = Json.object();
    answer.set("TimeToLiveSpecification", wanted);
    return answer;
  }
}
