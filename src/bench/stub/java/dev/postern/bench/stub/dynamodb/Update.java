package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an update does to an item: all that it reads is of before. */
record Update(List<Action> actions) {
  /** One change. */
  record Action(Kind kind, Operand.Path path, Operand operand) {}

  /** What a change is. */
  enum Kind {
    SET,
    REMOVE,
    ADD
  }

  /** An update expression. */
  static Update read(Tokens tokens) {
    List<Action> actions = new ArrayList<>();
    while (!tokens.peek().isEmpty()) {
      Kind kind = kind(tokens);
      do {
        actions.add(action(kind, tokens));
      } while (tokens.take(","));
    }
    return new Update(actions);
  }

  /** The SETs and REMOVEs of a statement, up to its WHERE. */
  static Update readStatement(Tokens tokens) {
    List<Action> actions = new ArrayList<>();
    while (!tokens.take("WHERE")) {
      actions.add(action(kind(tokens), tokens));
    }
    return new Update(actions);
  }

  private static Kind kind(Tokens tokens) {
    for (Kind kind : Kind.values()) {
      if (tokens.take(kind.name())) {
        return kind;
      }
    }
    throw tokens.notUnderstood();
  }

  private static Action action(Kind kind, Tokens tokens) {
    Operand.Path path = Operand.Path.read(tokens);
    return switch (kind) {
      case REMOVE -> new Action(kind, path, path);
      case ADD -> new Action(kind, path, Operand.read(tokens));
      case SET -> {
        tokens.expect("=");
        yield new Action(kind, path, sum(tokens));
      }
    };
  }

  private static Operand sum(Tokens tokens) {
    Operand left = term(tokens);
    boolean plus = tokens.take("+");
    return plus || tokens.take("-") ? new Operand.Sum(left, plus, term(tokens)) : left;
  }

  private static Operand term(Tokens tokens) {
    if (!tokens.takeCall("if_not_exists")) {
      return Operand.read(tokens);
    }
    Operand.Path path = Operand.Path.read(tokens);
    tokens.expect(",");
    Operand otherwise = Operand.read(tokens);
    tokens.expect(")");
    return new Operand.IfNotExists(path, otherwise);
  }

  /** The top attributes that it changes. */
  Set<String> touched(Arguments arguments) {
    Set<String> names = new HashSet<>();
    actions.forEach(action -> names.add(action.path().top(arguments)));
    return names;
  }

  /** The item as it is afterwards; the given one stays as it is. */
  ObjectNode apply(ObjectNode before, Arguments arguments) {
    ObjectNode after = copy(before);
    for (Action action : actions) {
      JsonNode value = value(action, before, arguments);
      List<String> steps = action.path().steps();
      ObjectNode parent = after;
      for (int i = 0; i < steps.size() - 1; i++) {
        parent = map(parent, arguments.name(steps.get(i)));
      }
      String last = arguments.name(steps.get(steps.size() - 1));
      if (action.kind() == Kind.REMOVE) {
        parent.remove(last);
      } else {
        parent.set(last, value);
      }
    }
    return after;
  }

  private static JsonNode value(Action action, ObjectNode before, Arguments arguments) {
    JsonNode value = action.operand().in(before, arguments);
    if (action.kind() == Kind.REMOVE) {
      return value;
    }
    if (value == null) {
      throw new Refusal("ValidationException", "an operand refers to what the item has not");
    }
    JsonNode old = action.path().in(before, arguments);
    return action.kind() == Kind.ADD && old != null
        ? Value.number(Value.number(old).add(Value.number(value)))
        : value;
  }

  private static ObjectNode map(ObjectNode parent, String name) {
    if (!(parent.path(name).get("M") instanceof ObjectNode members)) {
      throw new Refusal("ValidationException", "the document path is invalid for update");
    }
    ObjectNode fresh = copy(members);
    parent.putObject(name).set("M", fresh);
    return fresh;
  }

  private static ObjectNode copy(ObjectNode node) {
    ObjectNode copy = node.objectNode();
    copy.setAll(node);
    return copy;
  }
}
