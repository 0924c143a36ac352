package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** What must hold of an item. */
interface Condition {
  Condition NONE = (item, arguments) -> true;

  boolean holds(ObjectNode item, Arguments arguments);

  /** Both hold. */
  record And(Condition one, Condition other) implements Condition {
    @Override
    public boolean holds(ObjectNode item, Arguments arguments) {
      return one.holds(item, arguments) && other.holds(item, arguments);
    }
  }

  /** The path has a value, or has none. */
  record Presence(Operand.Path path, boolean wanted) implements Condition {
    @Override
    public boolean holds(ObjectNode item, Arguments arguments) {
      return (path.in(item, arguments) != null) == wanted;
    }
  }

  /** {@code left op right}; false where either has no value, or their types differ. */
  record Comparison(Operand left, String operator, Operand right) implements Condition {
    static final Set<String> OPERATORS = Set.of("=", "<>", "<", "<=", ">", ">=");

    @Override
    public boolean holds(ObjectNode item, Arguments arguments) {
      JsonNode one = left.in(item, arguments);
      JsonNode other = right.in(item, arguments);
      if (one == null || other == null) {
        return operator.equals("<>") && (one != null || other != null);
      }
      return switch (operator) {
        case "=" -> Value.same(one, other);
        case "<>" -> !Value.same(one, other);
        default -> Value.comparable(one, other) && ordered(Value.compare(one, other));
      };
    }

    private boolean ordered(int order) {
      return switch (operator) {
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }
  }

  /** {@code of BETWEEN from AND to}, both included. */
  record Between(Operand of, Operand from, Operand to) implements Condition {
    @Override
    public boolean holds(ObjectNode item, Arguments arguments) {
      return new Comparison(of, ">=", from).holds(item, arguments)
          && new Comparison(of, "<=", to).holds(item, arguments);
    }
  }

  /** Reads a whole condition, or the part of a statement that is one. */
  static Condition read(Tokens tokens) {
    Condition condition = conjunction(tokens);
    while (tokens.take("OR")) {
      Condition one = condition;
      Condition other = conjunction(tokens);
      condition = (item, arguments) -> one.holds(item, arguments) || other.holds(item, arguments);
    }
    return condition;
  }

  private static Condition conjunction(Tokens tokens) {
    Condition condition = single(tokens);
    while (tokens.take("AND")) {
      condition = new And(condition, single(tokens));
    }
    return condition;
  }

  private static Condition single(Tokens tokens) {
    if (tokens.take("NOT")) {
      Condition not = single(tokens);
      return (item, arguments) -> !not.holds(item, arguments);
    }
    if (tokens.take("(")) {
      Condition inner = read(tokens);
      tokens.expect(")");
      return inner;
    }
    boolean exists = tokens.takeCall("attribute_exists");
    if (exists || tokens.takeCall("attribute_not_exists")) {
      Operand.Path path = Operand.Path.read(tokens);
      tokens.expect(")");
      return new Presence(path, exists);
    }
    return comparison(tokens);
  }

  private static Condition comparison(Tokens tokens) {
    Operand left = Operand.read(tokens);
    if (tokens.take("BETWEEN")) {
      Operand from = Operand.read(tokens);
      tokens.expect("AND");
      return new Between(left, from, Operand.read(tokens));
    }
    if (tokens.take("IS") && left instanceof Operand.Path path) {
      boolean present = tokens.take("NOT");
      tokens.expect("MISSING");
      return new Presence(path, present);
    }
    String operator = tokens.peek();
    if (!Comparison.OPERATORS.contains(operator)) {
      throw tokens.notUnderstood();
    }
    tokens.expect(operator);
    return new Comparison(left, operator, Operand.read(tokens));
  }
}
