package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Something that has a value, or none, given an item and the arguments. */
interface Operand {
  /** The value; null where there is none. */
  JsonNode in(ObjectNode item, Arguments arguments);

  /** What a placeholder stands for. */
  record Given(String placeholder) implements Operand {
    @Override
    public JsonNode in(ObjectNode item, Arguments arguments) {
      return arguments.value(placeholder);
    }
  }

  /** An attribute, or a member of a map within one. */
  record Path(List<String> steps) implements Operand {
    @Override
    public JsonNode in(ObjectNode item, Arguments arguments) {
      JsonNode value = item.get(arguments.name(steps.get(0)));
      for (int i = 1; i < steps.size() && value != null; i++) {
        value = value.path("M").get(arguments.name(steps.get(i)));
      }
      return value;
    }

    String top(Arguments arguments) {
      return arguments.name(steps.get(0));
    }

    static Path read(Tokens tokens) {
      List<String> steps = new ArrayList<>();
      do {
        steps.add(tokens.name());
      } while (tokens.take("."));
      return new Path(steps);
    }
  }

  /** {@code if_not_exists(path, otherwise)}. */
  record IfNotExists(Path path, Operand otherwise) implements Operand {
    @Override
    public JsonNode in(ObjectNode item, Arguments arguments) {
      JsonNode there = path.in(item, arguments);
      return there == null ? otherwise.in(item, arguments) : there;
    }
  }

  /** {@code left + right} or {@code left - right}. */
  record Sum(Operand left, boolean plus, Operand right) implements Operand {
    @Override
    public JsonNode in(ObjectNode item, Arguments arguments) {
      var one = Value.number(left.in(item, arguments));
      var other = Value.number(right.in(item, arguments));
      return Value.number(plus ? one.add(other) : one.subtract(other));
    }
  }

  /** A path or a value. */
  static Operand read(Tokens tokens) {
    String value = tokens.maybeValue();
    return value == null ? Path.read(tokens) : new Given(value);
  }
}
