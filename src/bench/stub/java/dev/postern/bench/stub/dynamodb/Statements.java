package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Json;
import dev.postern.bench.stub.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads PartiQL: INSERT, UPDATE and DELETE of one item by its whole key. */
final class Statements {
  /** A statement as a write, and whether a failed condition means that the item is there. */
  record Statement(Write write, boolean inserts) {}

  /** A statement as read, before its parameters are known. */
  private interface Shape {
    Statement with(Arguments arguments);
  }

  private final Tables tables;
  private final Expressions<Shape> shapes = new Expressions<>(this::read);

  Statements(Tables tables) {
    this.tables = tables;
  }

  Statement of(JsonNode request) {
    Json.onlyKnown(request, Set.of("Statement", "Parameters"));
    Expressions.Read<Shape> read = shapes.of(Json.need(request, "Statement").textValue());
    Arguments arguments = Arguments.positional(request.path("Parameters"));
    if (arguments.values().size() != read.placeholders().size()) {
      throw new Refusal("ValidationException", "Number of parameters does not match the statement");
    }
    return read.what().with(arguments);
  }

  private Shape read(Tokens tokens) {
    if (tokens.take("INSERT")) {
      tokens.expect("INTO");
      return insertion(tokens);
    }
    if (tokens.take("UPDATE")) {
      String table = tokens.name();
      Update update = Update.readStatement(tokens);
      return change(table, Condition.read(tokens), update);
    }
    if (tokens.take("DELETE")) {
      tokens.expect("FROM");
      String table = tokens.name();
      tokens.expect("WHERE");
      return change(table, Condition.read(tokens), null);
    }
    throw tokens.notUnderstood();
  }

  private Shape insertion(Tokens tokens) {
    String name = tokens.name();
    tokens.expect("VALUE", "{");
    List<String> attributes = new ArrayList<>();
    List<String> values = new ArrayList<>();
    do {
      attributes.add(tokens.name());
      tokens.expect(":");
      values.add(tokens.maybeValue());
    } while (tokens.take(","));
    tokens.expect("}");
    return arguments -> {
      Table table = tables.named(name);
      ObjectNode item = Json.object();
      for (int i = 0; i < attributes.size(); i++) {
        item.set(attributes.get(i), arguments.value(values.get(i)));
      }
      Condition absent = (standing, none) -> standing.isEmpty();
      Key key = table.schema().of(item, false);
      return new Statement(
          new Write(
              table, key, new Write.Check(absent, Arguments.NONE, false), before -> item, false),
          true);
    };
  }

  /** An update of something that is not there fails; a deletion does nothing. */
  private Shape change(String name, Condition where, Update update) {
    return arguments -> {
      Table table = tables.named(name);
      Key key = key(table, where, arguments);
      Condition condition =
          update == null ? (item, given) -> item.isEmpty() || where.holds(item, given) : where;
      UnaryOperator<ObjectNode> change =
          update == null ? before -> null : before -> update.apply(before, arguments);
      return new Statement(
          new Write(table, key, new Write.Check(condition, arguments, false), change, false),
          false);
    };
  }

  private static Key key(Table table, Condition where, Arguments arguments) {
    KeyEquals equals = KeyEquals.in(where, arguments);
    KeySchema schema = table.schema();
    return new Key(
        Value.text(equals.value(schema.hash())),
        schema.hasRange() ? Value.text(equals.value(schema.range())) : "");
  }
}
