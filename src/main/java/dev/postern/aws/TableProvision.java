package dev.postern.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Holds the table to what the adapters rely on, and makes it where that is asked for. */
final class TableProvision {
  private static final String TTL = "ttl";
  private static final List<KeySchemaElement> KEYS = keys("pk", "sk");
  private static final List<KeySchemaElement> DUE_KEYS = keys(LaneForm.DUE_SHARD, LaneForm.DUE_AT);
  private static final Map<String, ScalarAttributeType> TYPES =
      Map.of(
          "pk",
          ScalarAttributeType.S,
          "sk",
          ScalarAttributeType.S,
          LaneForm.DUE_SHARD,
          ScalarAttributeType.S,
          LaneForm.DUE_AT,
          ScalarAttributeType.N);

  private final DynamoDbAsyncClient client;
  private final String name;
  private final Packing packing;

  TableProvision(Table table) {
    this.client = table.client();
    this.name = table.name();
    this.packing = table.packing();
  }

  String name() {
    return name;
  }

  /** What is wrong, each with what to do about it; nothing where all fits. */
  CompletionStage<List<String>> verify() {
    return verifyTable()
        .thenCombine(
            packing.verify(),
            (ofTable, ofKey) -> Stream.concat(ofTable.stream(), ofKey.stream()).toList());
  }

  private CompletionStage<List<String>> verifyTable() {
    return client
        .describeTable(describe -> describe.tableName(name))
        .thenCompose(
            answer ->
                client
                    .describeTimeToLive(describe -> describe.tableName(name))
                    .thenApply(
                        ttl ->
                            complaints(
                                answer.table(),
                                ttl.timeToLiveDescription().timeToLiveStatus(),
                                ttl.timeToLiveDescription().attributeName())))
        .exceptionally(
            failure -> {
              Fault fault = Fault.of(failure);
              return List.of(
                  fault.cause() instanceof ResourceNotFoundException
                      ? "DynamoDB table " + name + " is missing: create it with " + wanted()
                      : "DynamoDB can't be reached or asked: " + fault.summary());
            });
  }

  private List<String> complaints(TableDescription table, TimeToLiveStatus ttl, String ttlName) {
    List<String> complaints = new ArrayList<>();
    Map<String, ScalarAttributeType> types =
        table.attributeDefinitions().stream()
            .collect(
                Collectors.toMap(
                    AttributeDefinition::attributeName, AttributeDefinition::attributeType));
    if (!table.keySchema().equals(KEYS) || !typesFit(types, "pk", "sk")) {
      complaints.add("DynamoDB table " + name + " has other keys: create it with " + wanted());
    }
    boolean indexed =
        table.globalSecondaryIndexes().stream().anyMatch(TableProvision::isDueIndex)
            && typesFit(types, LaneForm.DUE_SHARD, LaneForm.DUE_AT);
    if (!indexed) {
      complaints.add("DynamoDB table " + name + " lacks its index: create " + wantedIndex());
    }
    boolean expiring =
        (ttl == TimeToLiveStatus.ENABLED || ttl == TimeToLiveStatus.ENABLING)
            && TTL.equals(ttlName);
    if (!expiring) {
      complaints.add(
          "DynamoDB table " + name + " does not expire items: enable TTL on attribute " + TTL);
    }
    if (table.tableStatus() != TableStatus.ACTIVE && table.tableStatus() != TableStatus.UPDATING) {
      complaints.add("DynamoDB table " + name + " is " + table.tableStatusAsString() + ": wait");
    }
    return complaints;
  }

  private static boolean isDueIndex(GlobalSecondaryIndexDescription index) {
    return index.indexName().equals(DynamoDbLanes.DUE_INDEX) && index.keySchema().equals(DUE_KEYS);
  }

  private static boolean typesFit(Map<String, ScalarAttributeType> types, String... names) {
    for (String each : names) {
      if (types.get(each) != TYPES.get(each)) {
        return false;
      }
    }
    return true;
  }

  private static String wanted() {
    return "string keys pk (hash) and sk (range), " + wantedIndex() + ", TTL on attribute " + TTL;
  }

  private static String wantedIndex() {
    return "global index "
        + DynamoDbLanes.DUE_INDEX
        + " (string dueShard, number dueAt, keys only)";
  }

  /**
   * Makes the table where it is missing, and lets it expire items where it does not. Another
   * replica may do the same at the same time, or may have ended between the two.
   */
  CompletionStage<Void> create() {
    return client
        .createTable(
            create ->
                create
                    .tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(KEYS)
                    .attributeDefinitions(
                        TYPES.entrySet().stream()
                            .map(
                                type ->
                                    AttributeDefinition.builder()
                                        .attributeName(type.getKey())
                                        .attributeType(type.getValue())
                                        .build())
                            .toList())
                    .globalSecondaryIndexes(dueIndex()))
        .<Void>thenApply(created -> null)
        .exceptionallyCompose(
            failure ->
                Fault.of(failure).cause() instanceof ResourceInUseException
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(failure))
        .thenCompose(there -> client.waiter().waitUntilTableExists(it -> it.tableName(name)))
        .thenCompose(active -> client.describeTimeToLive(describe -> describe.tableName(name)))
        .thenCompose(
            ttl ->
                ttl.timeToLiveDescription().timeToLiveStatus() == TimeToLiveStatus.DISABLED
                    ? expire()
                    : CompletableFuture.completedFuture(null));
  }

  private CompletionStage<Void> expire() {
    return client
        .updateTimeToLive(
            update ->
                update
                    .tableName(name)
                    .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(TTL)))
        .thenAccept(enabled -> {});
  }

  private static GlobalSecondaryIndex dueIndex() {
    return GlobalSecondaryIndex.builder()
        .indexName(DynamoDbLanes.DUE_INDEX)
        .keySchema(DUE_KEYS)
        .projection(it -> it.projectionType(ProjectionType.KEYS_ONLY))
        .build();
  }

  private static List<KeySchemaElement> keys(String hash, String range) {
    return List.of(
        KeySchemaElement.builder().attributeName(hash).keyType(KeyType.HASH).build(),
        KeySchemaElement.builder().attributeName(range).keyType(KeyType.RANGE).build());
  }
}
