package dev.postern.aws;

import dev.postern.ledger.LowWater;
import dev.postern.ledger.ReplicaId;
import dev.postern.ledger.Replicas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The running replicas in DynamoDB. */
public final class DynamoDbReplicas implements Replicas {
  private static final String CLAIMED_BY = "claimedBy";

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
  public CompletionStage<Boolean> beat(ReplicaId replica, LowWater lowWater) {
    return table.update(
        UpdateItemRequest.builder()
            .key(Key.replica(replica).attributes())
            .updateExpression("SET low = :low ADD ctr :one")
            .conditionExpression("attribute_exists(pk) AND attribute_not_exists(claimedBy)")
            .expressionAttributeValues(Map.of(":one", Item.number(1), ":low", write(lowWater))));
  }

  private static AttributeValue write(LowWater lowWater) {
    return AttributeValue.fromL(lowWater.marks().stream().map(Item::number).toList());
  }

  @Override
  public CompletionStage<Boolean> isPresent(ReplicaId replica) {
    return table
        .get(Key.replica(replica))
        .thenApply(item -> item.filter(found -> !found.has(CLAIMED_BY)).isPresent());
  }

  @Override
  public CompletionStage<List<Member>> all() {
    return page(new ArrayList<>(), null);
  }

  private CompletionStage<List<Member>> page(
      List<Member> before, Map<String, AttributeValue> start) {
    return Table.guarded(
            table
                .client()
                .query(
                    query ->
                        query
                            .tableName(table.name())
                            .consistentRead(true)
                            .exclusiveStartKey(start)
                            .keyConditionExpression("pk = :replicas")
                            .expressionAttributeValues(
                                Map.of(":replicas", Item.string(Key.REPLICAS)))))
        .thenCompose(
            answer -> {
              answer.items().forEach(item -> before.add(read(Item.of(item))));
              return answer.hasLastEvaluatedKey()
                  ? page(before, answer.lastEvaluatedKey())
                  : CompletableFuture.completedFuture(before);
            });
  }

  private static Member read(Item item) {
    LowWater lowWater =
        item.has("low")
            ? new LowWater(
                item.attributes().get("low").l().stream()
                    .map(mark -> Long.parseLong(mark.n()))
                    .toList())
            : LowWater.START;
    return new Member(
        new ReplicaId(item.text("sk")),
        item.longOr("ctr", 0),
        lowWater,
        item.maybeText(CLAIMED_BY).map(ReplicaId::new));
  }

  @Override
  public CompletionStage<Boolean> claim(Member seen, ReplicaId claimant) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":me", Item.string(claimant.value()));
    values.put(":counter", Item.number(seen.counter()));
    seen.claimedBy().ifPresent(other -> values.put(":other", Item.string(other.value())));
    String unchanged =
        seen.claimedBy().isPresent() ? "claimedBy = :other" : "attribute_not_exists(claimedBy)";
    return table.update(
        UpdateItemRequest.builder()
            .key(Key.replica(seen.id()).attributes())
            .updateExpression("SET claimedBy = :me")
            .conditionExpression("ctr = :counter AND " + unchanged)
            .expressionAttributeValues(values));
  }

  @Override
  public CompletionStage<Boolean> remove(ReplicaId recovered, ReplicaId claimant) {
    return table.delete(
        Key.replica(recovered), "claimedBy = :me", Map.of(":me", Item.string(claimant.value())));
  }

  @Override
  public CompletionStage<Boolean> leave(ReplicaId replica) {
    return table.delete(Key.replica(replica), "attribute_not_exists(claimedBy)", null);
  }
}
