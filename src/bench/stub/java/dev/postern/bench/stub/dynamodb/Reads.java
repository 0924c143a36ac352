package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Json;
import dev.postern.bench.stub.Refusal;
import dev.postern.bench.stub.Tally;
import java.util.Collection;
import java.util.Set;

/** Answers reads. */
final class Reads {
  private static final int READ_UNIT = 4096;
  private static final int MOST_KEYS = 100;
  private static final int PAGE_BYTES = 1024 * 1024;
  private static final Set<String> GET =
      Set.of("TableName", "Key", "ConsistentRead", "ReturnConsumedCapacity");
  private static final Set<String> QUERY =
      Set.of(
          "TableName",
          "IndexName",
          "KeyConditionExpression",
          "ExpressionAttributeNames",
          "ExpressionAttributeValues",
          "Limit",
          "ScanIndexForward",
          "ExclusiveStartKey",
          "ConsistentRead",
          "ProjectionExpression",
          "ReturnConsumedCapacity");

  private final Tables tables;
  private final Expressions<Condition> conditions = new Expressions<>(Condition::read);

  Reads(Tables tables) {
    this.tables = tables;
  }

  ObjectNode get(JsonNode request, Tally tally) {
    Json.onlyKnown(request, GET);
    Table table = tables.of(request);
    ObjectNode item = table.get(table.schema().of(Json.need(request, "Key"), true));
    tally.read(units(item == null ? 0 : Value.size(item), request));
    ObjectNode answer = Json.object();
    if (item != null) {
      answer.set("Item", item);
    }
    return answer;
  }

  ObjectNode batchGet(JsonNode request, Tally tally) {
    Json.onlyKnown(request, Set.of("RequestItems", "ReturnConsumedCapacity"));
    ObjectNode answer = Json.object();
    ObjectNode responses = answer.putObject("Responses");
    answer.putObject("UnprocessedKeys");
    Json.need(request, "RequestItems")
        .properties()
        .forEach(
            each -> {
              ArrayNode found = responses.putArray(each.getKey());
              get(tables.named(each.getKey()), each.getValue(), found, tally);
            });
    return answer;
  }

  private static void get(Table table, JsonNode wanted, ArrayNode found, Tally tally) {
    Json.onlyKnown(
        wanted,
        Set.of("Keys", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames"));
    if (wanted.get("Keys").isEmpty() || wanted.get("Keys").size() > MOST_KEYS) {
      throw new Refusal("ValidationException", "1 to 100 keys");
    }
    Projection projection = Projection.of(wanted);
    for (JsonNode key : wanted.get("Keys")) {
      ObjectNode item = table.get(table.schema().of(key, true));
      tally.read(units(item == null ? 0 : Value.size(item), wanted));
      if (item != null) {
        found.add(projection.of(item));
      }
    }
  }

  ObjectNode query(JsonNode request, Tally tally) {
    Json.onlyKnown(request, QUERY);
    Table table = tables.of(request);
    Expressions.Read<Condition> condition =
        conditions.of(Json.need(request, "KeyConditionExpression").textValue());
    Query query = new Query(table, condition.what(), Arguments.of(request), !isBackward(request));
    Collection<ObjectNode> candidates =
        request.has("IndexName")
            ? query.ofIndex(
                table.index(request.get("IndexName").textValue()),
                request.path("ExclusiveStartKey"))
            : query.ofTable(request.path("ExclusiveStartKey"));
    return page(request, table, candidates, tally);
  }

  private static boolean isBackward(JsonNode request) {
    return !request.path("ScanIndexForward").asBoolean(true);
  }

  private static ObjectNode page(
      JsonNode request, Table table, Collection<ObjectNode> candidates, Tally tally) {
    ObjectNode answer = Json.object();
    ArrayNode items = answer.putArray("Items");
    Projection projection = projection(request, table);
    int limit = request.path("Limit").asInt(Integer.MAX_VALUE);
    int bytes = 0;
    for (ObjectNode item : candidates) {
      if (items.size() == limit || bytes > PAGE_BYTES) {
        answer.set("LastEvaluatedKey", lastKey(request, table, items));
        break;
      }
      ObjectNode projected = projection.of(item);
      bytes += Value.size(request.has("IndexName") ? projected : item);
      items.add(projected);
    }
    answer.put("Count", items.size()).put("ScannedCount", items.size());
    tally.items(items.size());
    tally.read(units(bytes, request));
    return answer;
  }

  /** An index has the keys only. */
  private static Projection projection(JsonNode request, Table table) {
    return request.has("IndexName")
        ? Projection.ofKeys(
            table.schema(), table.index(request.get("IndexName").textValue()).schema())
        : Projection.of(request);
  }

  private static JsonNode lastKey(JsonNode request, Table table, ArrayNode items) {
    JsonNode last = items.get(items.size() - 1);
    ObjectNode key = Json.object();
    key.set(table.schema().hash(), last.get(table.schema().hash()));
    key.set(table.schema().range(), last.get(table.schema().range()));
    if (request.has("IndexName")) {
      KeySchema index = table.index(request.get("IndexName").textValue()).schema();
      key.set(index.hash(), last.get(index.hash()));
      key.set(index.range(), last.get(index.range()));
    }
    return key;
  }

  /** Each begun 4 KB, half of it where the read is not consistent; nothing read counts as one. */
  private static double units(int bytes, JsonNode request) {
    int whole = Math.max(1, (bytes + READ_UNIT - 1) / READ_UNIT);
    return request.path("ConsistentRead").asBoolean() ? whole : whole / 2.0;
  }
}
