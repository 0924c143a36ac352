package dev.postern.aws;

import dev.postern.ledger.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Items that count their changes: each is made on the condition that no other was made since. */
record Versioned(Table table) {
  /** Not {@code v}, which is the version of the form. */
  static final String VERSION = "ver";

  /**
   * As one statement of a batch of them: afterwards the item has what this one has, and nothing
   * else; if it has that version.
   *
   * @param absent names of attributes that the item might have and is not to have
   */
  BatchStatementRequest update(Item item, Set<String> absent, long seen) {
    StringBuilder statement = new StringBuilder("UPDATE \"" + table.name() + "\"");
    List<AttributeValue> values = new ArrayList<>();
    item.attributes()
        .forEach(
            (name, value) -> {
              if (!name.equals("pk") && !name.equals("sk")) {
                statement.append(" SET \"").append(name).append("\"=?");
                values.add(value);
              }
            });
    absent.forEach(name -> statement.append(" REMOVE \"").append(name).append('"'));
    statement.append(" WHERE \"pk\"=? AND \"sk\"=? AND \"" + VERSION + "\"=?");
    values.add(item.attributes().get("pk"));
    values.add(item.attributes().get("sk"));
    values.add(Item.number(seen));
    return BatchStatementRequest.builder()
        .statement(statement.toString())
        .parameters(values)
        .build();
  }

  /** The same, among other writes. */
  TransactWriteItem put(Item item, long seen) {
    return TransactWriteItem.builder()
        .put(
            put ->
                put.tableName(table.name())
                    .item(item.attributes())
                    .conditionExpression("#version = :seen")
                    .expressionAttributeNames(Map.of("#version", VERSION))
                    .expressionAttributeValues(Map.of(":seen", Item.number(seen))))
        .build();
  }

  /**
   * What a statement's answer says.
   *
   * @throws StoreUnavailable where DynamoDB failed within, and it may have been done
   */
  static <W> W told(BatchStatementResponse answer, W written, W conflict, W failed) {
    BatchStatementError error = answer.error();
    if (error == null) {
      return written;
    }
    return switch (error.code()) {
      case DUPLICATE_ITEM, CONDITIONAL_CHECK_FAILED -> conflict;
      case INTERNAL_SERVER_ERROR, UNKNOWN_TO_SDK_VERSION -> throw Table.failed(error);
      default -> failed;
    };
  }
}
