package dev.postern.bench.stub.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.bench.stub.Json;
import dev.postern.bench.stub.Refusal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads the writes of requests, on their own or in a transaction. */
final class Writes {
  private static final Set<String> COMMON =
      Set.of(
          "TableName",
          "ConditionExpression",
          "ExpressionAttributeNames",
          "ExpressionAttributeValues",
          "ReturnValues",
          "ReturnConsumedCapacity",
          "ReturnValuesOnConditionCheckFailure");

  private final Tables tables;
  private final Expressions<Condition> conditions = new Expressions<>(Condition::read);
  private final Expressions<Update> updates = new Expressions<>(Update::read);

  Writes(Tables tables) {
    this.tables = tables;
  }

  Write put(JsonNode request) {
    known(request, "Item");
    Table table = tables.of(request);
    ObjectNode item = (ObjectNode) Json.need(request, "Item");
    return write(request, table, table.schema().of(item, false), before -> item);
  }

  Write delete(JsonNode request) {
    known(request, "Key");
    Table table = tables.of(request);
    return write(request, table, key(request, table), before -> null);
  }

  Write check(JsonNode request) {
    known(request, "Key");
    Table table = tables.of(request);
    Write write = write(request, table, key(request, table), UnaryOperator.identity());
    return new Write(table, write.key(), write.check(), write.change(), true);
  }

  Write update(JsonNode request) {
    known(request, "Key", "UpdateExpression");
    Table table = tables.of(request);
    ObjectNode keyAttributes = (ObjectNode) Json.need(request, "Key");
    Update update = change(request).what();
    Arguments arguments = Arguments.of(request);
    for (String name : update.touched(arguments)) {
      if (table.schema().names(name)) {
        throw new Refusal("ValidationException", "an update must not change the key");
      }
    }
    return write(
        request,
        table,
        key(request, table),
        before -> update.apply(before == null ? keyAttributes : before, arguments));
  }

  /** The update of a request that has one. */
  Expressions.Read<Update> change(JsonNode request) {
    return updates.of(Json.need(request, "UpdateExpression").textValue());
  }

  private Write write(JsonNode request, Table table, Key key, UnaryOperator<ObjectNode> change) {
    Arguments arguments = Arguments.of(request);
    Set<String> used = new HashSet<>();
    Optional<Expressions.Read<Condition>> condition =
        Optional.ofNullable(request.get("ConditionExpression"))
            .map(text -> conditions.of(text.textValue()));
    condition.ifPresent(read -> used.addAll(read.placeholders()));
    if (request.has("UpdateExpression")) {
      used.addAll(change(request).placeholders());
    }
    arguments.mustAllBeIn(used);
    return new Write(
        table,
        key,
        new Write.Check(
            condition.map(Expressions.Read::what).orElse(Condition.NONE),
            arguments,
            request.path("ReturnValuesOnConditionCheckFailure").asText().equals("ALL_OLD")),
        change,
        false);
  }

  private static Key key(JsonNode request, Table table) {
    return table.schema().of(Json.need(request, "Key"), true);
  }

  private static void known(JsonNode request, String... more) {
    Set<String> all = new HashSet<>(COMMON);
    all.addAll(Set.of(more));
    Json.onlyKnown(request, all);
  }
}
