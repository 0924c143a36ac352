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
import java.util.Set;

/** Answers the operations of DynamoDB. */
public final class DynamoDb {
  private static final int MOST_STATEMENTS = 25;

  private final Tables tables = new Tables();
  private final Writes writes = new Writes(tables);
  private final Reads reads = new Reads(tables);
  private final Statements statements = new Statements(tables);
  private final Transactions transactions = new Transactions(writes);

  /** The answer to one call. */
  public ObjectNode answer(String operation, JsonNode request, Tally tally) {
    return switch (operation) {
      case "BatchExecuteStatement" -> batch(request, tally);
      case "UpdateItem" -> update(request, tally);
      case "PutItem" -> one(request, writes.put(request), tally);
      case "DeleteItem" -> one(request, writes.delete(request), tally);
      case "TransactWriteItems" -> transactions.write(request, tally);
      case "GetItem" -> reads.get(request, tally);
      case "BatchGetItem" -> reads.batchGet(request, tally);
      case "Query" -> reads.query(request, tally);
      case "CreateTable" -> tables.create(request);
      case "DescribeTable" -> tables.describe(request);
      case "DescribeTimeToLive" -> tables.describeTtl(request);
      case "UpdateTimeToLive" -> tables.updateTtl(request);
      default -> throw Refusal.notUnderstood("operation " + operation);
    };
  }

  private ObjectNode one(JsonNode request, Write write, Tally tally) {
    String returned = request.path("ReturnValues").asText("NONE");
    if (!returned.equals("NONE")) {
      throw Refusal.notUnderstood("ReturnValues " + returned + " here");
    }
    ObjectNode answer = Json.object();
    told(request, done(write, tally).units(), answer);
    return answer;
  }

  private static Write.Done done(Write write, Tally tally) {
    tally.items(1);
    if (!write.holds()) {
      tally.wrote(write.unitsUnwritten());
      ObjectNode more = Json.object();
      if (write.check().givesOld() && write.standing() != null) {
        more.set("Item", write.standing());
      }
      throw new Refusal("ConditionalCheckFailedException", "The conditional request failed", more);
    }
    Write.Done done = write.apply();
    tally.wrote(done.units());
    return done;
  }

  private ObjectNode update(JsonNode request, Tally tally) {
    Write.Done done = done(writes.update(request), tally);
    ObjectNode answer = Json.object();
    switch (request.path("ReturnValues").asText("NONE")) {
      case "NONE" -> {}
      case "ALL_NEW" -> answer.set("Attributes", done.after());
      case "UPDATED_NEW" -> {
        Set<String> touched = writes.change(request).what().touched(Arguments.of(request));
        answer.set("Attributes", new Projection(touched).of(done.after()));
      }
      default -> throw Refusal.notUnderstood("these ReturnValues");
    }
    told(request, done.units(), answer);
    return answer;
  }

  /** Each statement succeeds or fails on its own. */
  private ObjectNode batch(JsonNode request, Tally tally) {
    Json.onlyKnown(request, Set.of("Statements", "ReturnConsumedCapacity"));
    JsonNode asked = Json.need(request, "Statements");
    if (asked.isEmpty() || asked.size() > MOST_STATEMENTS) {
      throw new Refusal("ValidationException", "1 to 25 statements");
    }
    List<Statements.Statement> all = new ArrayList<>();
    Set<Object> keys = new HashSet<>();
    for (JsonNode each : asked) {
      Statements.Statement statement = statements.of(each);
      all.add(statement);
      if (!keys.add(List.of(statement.write().table().name(), statement.write().key()))) {
        throw new Refusal("ValidationException", "Each statement must be of another item");
      }
    }
    ObjectNode answer = Json.object();
    ArrayNode responses = answer.putArray("Responses");
    double units = 0;
    for (Statements.Statement statement : all) {
      units += execute(statement, responses.addObject());
    }
    tally.items(all.size());
    tally.wrote(units);
    if (isTold(request)) {
      answer.putArray("ConsumedCapacity").add(capacity(all.get(0).write().table().name(), units));
    }
    return answer;
  }

  private static double execute(Statements.Statement statement, ObjectNode response) {
    Write write = statement.write();
    response.put("TableName", write.table().name());
    if (write.holds()) {
      return write.apply().units();
    }
    response
        .putObject("Error")
        .put("Code", statement.inserts() ? "DuplicateItem" : "ConditionalCheckFailed")
        .put(
            "Message",
            statement.inserts()
                ? "Duplicate primary key exists in table"
                : "The conditional request failed");
    return write.unitsUnwritten();
  }

  private static void told(JsonNode request, double units, ObjectNode answer) {
    if (isTold(request)) {
      answer.set("ConsumedCapacity", capacity(request.get("TableName").textValue(), units));
    }
  }

  static boolean isTold(JsonNode request) {
    String wanted = request.path("ReturnConsumedCapacity").asText("NONE");
    if (wanted.equals("INDEXES")) {
      throw Refusal.notUnderstood("ReturnConsumedCapacity INDEXES");
    }
    return wanted.equals("TOTAL");
  }

  static ObjectNode capacity(String table, double units) {
    return Json.object().put("TableName", table).put("CapacityUnits", units);
  }

  /** Deletes items whose hash key begins so, at no cost. */
  public int clear(String table, String prefix) {
    return tables.named(table).clear(prefix);
  }

  /** Adds so many copies of items whose hash key begins so. */
  public void fill(String table, String prefix, int count) {
    tables.named(table).fill(prefix, count);
  }

  /** How many items are in the indexes of a table. */
  public int indexed(String table) {
    return tables.named(table).indexed();
  }

  /** How many items there are whose hash key begins so. */
  public int count(String table, String prefix) {
    return tables.named(table).count(prefix);
  }
}
