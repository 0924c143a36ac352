package dev.postern.aws;

import dev.postern.subscription.Reports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;

/**
 * Reports in DynamoDB: an attribute of the record for each subscription, which nobody else writes.
 * A record that is put in place of an expired one has none of them.
 */
public final class DynamoDbReports implements Reports {
  private final Table table;

  DynamoDbReports(Table table) {
    this.table = table;
  }

  /** One {@code BatchExecuteStatement}, whose statements succeed and fail one by one. */
  @Override
  public CompletionStage<List<Write>> write(List<Report> reports) {
    if (reports.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<BatchStatementRequest> statements = reports.stream().map(this::statement).toList();
    return Table.guarded(
            table.client().batchExecuteStatement(batch -> batch.statements(statements)))
        .thenApply(answer -> answer.responses().stream().map(DynamoDbReports::written).toList());
  }

  /** A record without a time to live waits in a lane, or is dead, and expires only after that. */
  private BatchStatementRequest statement(Report report) {
    Key key = Key.record(report.message().keyHash());
    String attribute = "\"" + RecordForm.processed(report.subscription()) + "\"";
    AttributeValue at = Item.millis(report.at());
    StringBuilder statement =
        new StringBuilder("UPDATE \"" + table.name() + "\" SET " + attribute + "=?")
            .append(" WHERE \"pk\"=? AND \"sk\"=? AND \"id\"=? AND \"tn\"=?")
            .append(" AND (\"ex\">? OR \"ttl\" IS MISSING)")
            .append(" AND " + attribute + " IS MISSING");
    List<AttributeValue> values =
        new ArrayList<>(
            List.of(
                at,
                Item.string(key.pk()),
                Item.string(key.sk()),
                Item.string(report.message().toString()),
                Item.string(report.tenant().name()),
                at));
    report
        .destination()
        .ifPresent(
            destination -> {
              statement.append(" AND \"ds\"=?");
              values.add(Item.string(destination.value()));
            });
    return BatchStatementRequest.builder()
        .statement(statement.toString())
        .parameters(values)
        .build();
  }

  private static Write written(BatchStatementResponse answer) {
    if (answer.error() == null) {
      return Write.WRITTEN;
    }
    return answer.error().code() == BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED
        ? Write.UNCHANGED
        : Write.FAILED;
  }
}
