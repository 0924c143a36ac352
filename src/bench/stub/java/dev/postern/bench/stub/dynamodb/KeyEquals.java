package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** Which attributes a condition holds to one value each. */
record KeyEquals(Map<String, JsonNode> values) {
  static KeyEquals in(Condition condition, Arguments arguments) {
    Map<String, JsonNode> values = new HashMap<>();
    collect(condition, arguments, values);
    return new KeyEquals(values);
  }

  private static void collect(
      Condition condition, Arguments arguments, Map<String, JsonNode> values) {
    if (condition instanceof Condition.And both) {
      collect(both.one(), arguments, values);
      collect(both.other(), arguments, values);
    } else if (condition instanceof Condition.Comparison comparison
        && comparison.operator().equals("=")
        && comparison.left() instanceof Operand.Path path
        && comparison.right() instanceof Operand.Given given) {
      values.put(path.top(arguments), arguments.value(given.placeholder()));
    }
  }

  /** Null where there is none. */
  JsonNode value(String attribute) {
    return values.get(attribute);
  }
}
