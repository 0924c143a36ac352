package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Refusal;
import java.util.Collection;
import java.util.NavigableMap;

/** A query by key: one partition, and a range within it. */
record Query(Table table, Condition condition, Arguments arguments, boolean forward) {
  Collection<ObjectNode> ofTable(JsonNode startKey) {
    KeySchema schema = table.schema();
    NavigableMap<String, ObjectNode> items = table.partition(hash(schema));
    Bounds bounds = bounds(schema);
    if (bounds.from() != null && !items.isEmpty()) {
      items = items.tailMap(Value.text(bounds.from()), bounds.fromIncluded());
    }
    if (bounds.to() != null && !items.isEmpty()) {
      items = items.headMap(Value.text(bounds.to()), bounds.toIncluded());
    }
    if (!startKey.isMissingNode() && !items.isEmpty()) {
      String start = table.schema().of(startKey, true).range();
      items = forward ? items.tailMap(start, false) : items.headMap(start, false);
    }
    return (forward ? items : items.descendingMap()).values();
  }

  Collection<ObjectNode> ofIndex(Index index, JsonNode startKey) {
    NavigableMap<Index.Place, ObjectNode> items = index.partition(hash(index.schema()));
    Bounds bounds = bounds(index.schema());
    if (bounds.from() != null) {
      throw Refusal.notUnderstood("a query of an index from a lower bound");
    }
    if (bounds.to() != null) {
      // Characters beyond any key's: all places of that range value come before it.
      String beyond = bounds.toIncluded() ? "\uffff" : "";
      items = items.headMap(new Index.Place(bounds.to(), new Key(beyond, beyond)), false);
    }
    if (!startKey.isMissingNode()) {
      Key key = table.schema().of(startKey, false);
      Index.Place start = new Index.Place(startKey.get(index.schema().range()), key);
      items = forward ? items.tailMap(start, false) : items.headMap(start, false);
    }
    return (forward ? items : items.descendingMap()).values();
  }

  private String hash(KeySchema schema) {
    return Value.text(KeyEquals.in(condition, arguments).value(schema.hash()));
  }

  /** What a condition says of the range key; null where it says nothing. */
  private record Bounds(JsonNode from, boolean fromIncluded, JsonNode to, boolean toIncluded) {}

  private Bounds bounds(KeySchema schema) {
    if (condition instanceof Condition.Comparison) {
      return new Bounds(null, true, null, true);
    }
    if (condition instanceof Condition.And both) {
      if (both.other() instanceof Condition.Between between
          && isRange(schema, between.of())
          && between.from() instanceof Operand.Given from
          && between.to() instanceof Operand.Given to) {
        return new Bounds(value(from), true, value(to), true);
      }
      if (both.other() instanceof Condition.Comparison comparison
          && isRange(schema, comparison.left())
          && comparison.right() instanceof Operand.Given given) {
        JsonNode value = value(given);
        return switch (comparison.operator()) {
          case "=" -> new Bounds(value, true, value, true);
          case ">" -> new Bounds(value, false, null, true);
          case ">=" -> new Bounds(value, true, null, true);
          case "<" -> new Bounds(null, true, value, false);
          case "<=" -> new Bounds(null, true, value, true);
          default -> throw Refusal.notUnderstood("a query by " + comparison.operator());
        };
      }
    }
    throw Refusal.notUnderstood("this key condition");
  }

  private boolean isRange(KeySchema schema, Operand operand) {
    return operand instanceof Operand.Path path && path.top(arguments).equals(schema.range());
  }

  private JsonNode value(Operand.Given given) {
    return arguments.value(given.placeholder());
  }
}
