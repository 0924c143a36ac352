package dev.postern.aws;

import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Replicas;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The running replicas in DynamoDB. */
public final class DynamoDbReplicas implements Replicas {
  private final Table table;
  private final String version;

  /**
   * The list in that table.
   *
   * @param version of this release, for whoever looks
   */
  DynamoDbReplicas(Table table, String version) {
    this.table = table;
    this.version = version;
  }

  @Override
  public CompletionStage<Void> enter(ReplicaId replica) {
    return table
        .putUnless(
            PutItemRequest.builder()
                .item(
                    Item.at(Key.replica(replica))
                        .put("ctr", Item.number(0))
                        .put("version", version)
                        .attributes()))
        .thenAccept(standing -> {});
  }

  @Override
  public CompletionStage<Boolean> beat(ReplicaId replica) {
    return table.update(
        UpdateItemRequest.builder()
            .key(Key.replica(replica).attributes())
            .updateExpression("ADD ctr :one")
            .conditionExpression("attribute_exists(pk) AND attribute_not_exists(claimedBy)")
            .expressionAttributeValues(Map.of(":one", Item.number(1))));
  }

  @Override
  public CompletionStage<Boolean> isPresent(ReplicaId replica) {
    return table
        .get(Key.replica(replica))
        .thenApply(item -> item.filter(found -> !found.has("claimedBy")).isPresent());
  }

  @Override
  public CompletionStage<Void> leave(ReplicaId replica) {
    return Table.guarded(
            table
                .client()
                .deleteItem(
                    delete ->
                        delete.tableName(table.name()).key(Key.replica(replica).attributes())))
        .thenAccept(deleted -> {});
  }
}
