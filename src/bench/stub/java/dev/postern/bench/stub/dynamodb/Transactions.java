package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Json;
import dev.postern.bench.stub.Refusal;
import dev.postern.bench.stub.Tally;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes all or nothing, at twice the units. */
final class Transactions {
  private static final int MOST_WRITES = 100;
  private static final int FACTOR = 2;

  private final Writes writes;

  Transactions(Writes writes) {
    this.writes = writes;
  }

  ObjectNode write(JsonNode request, Tally tally) {
    Json.onlyKnown(
        request, Set.of("TransactItems", "ClientRequestToken", "ReturnConsumedCapacity"));
    List<Write> all = read(Json.need(request, "TransactItems"));
    tally.items(all.size());
    if (!all.stream().allMatch(Write::holds)) {
      tally.wrote(FACTOR * all.stream().mapToDouble(Write::unitsUnwritten).sum());
      throw canceled(all);
    }
    double units = FACTOR * all.stream().mapToDouble(write -> write.apply().units()).sum();
    tally.wrote(units);
    ObjectNode answer = Json.object();
    if (DynamoDb.isTold(request)) {
      answer.putArray("ConsumedCapacity").add(DynamoDb.capacity(all.get(0).table().name(), units));
    }
    return answer;
  }

  private List<Write> read(JsonNode items) {
    if (items.isEmpty() || items.size() > MOST_WRITES) {
      throw new Refusal("ValidationException", "1 to 100 writes");
    }
    List<Write> all = new ArrayList<>();
    Set<Object> keys = new HashSet<>();
    for (JsonNode item : items) {
      Map.Entry<String, JsonNode> one = item.properties().iterator().next();
      Write write =
          switch (one.getKey()) {
            case "Put" -> writes.put(one.getValue());
            case "Update" -> writes.update(one.getValue());
            case "Delete" -> writes.delete(one.getValue());
            case "ConditionCheck" -> writes.check(one.getValue());
            default -> throw Refusal.notUnderstood("a transaction's " + one.getKey());
          };
      if (!keys.add(List.of(write.table().name(), write.key()))) {
        throw new Refusal(
            "ValidationException",
            "Transaction request cannot include multiple operations on one item");
      }
      all.add(write);
    }
    return all;
  }

  private static Refusal canceled(List<Write> all) {
    ObjectNode more = Json.object();
    ArrayNode reasons = more.putArray("CancellationReasons");
    for (Write write : all) {
      ObjectNode reason = reasons.addObject();
      if (write.holds()) {
        reason.put("Code", "None");
      } else {
        reason
            .put("Code", "ConditionalCheckFailed")
            .put("Message", "The conditional request failed");
        if (write.check().givesOld() && write.standing() != null) {
          reason.set("Item", write.standing());
        }
      }
    }
    return new Refusal(
        "TransactionCanceledException", "Transaction cancelled, see the reasons", more);
  }
}
