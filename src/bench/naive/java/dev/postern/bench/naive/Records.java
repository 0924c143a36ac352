package dev.postern.bench.naive;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** One item for each message: with its payload, so that it can be sent again, and what became. */
@Singleton
class Records {
  private static final String TABLE = "naive";
  private static final Duration RETENTION = Duration.ofHours(24);

  /** What is known of a message; no broker's id until it is published. */
  record Known(String id, String brokerMessageId) {}

  private final DynamoDbAsyncClient client;

  Records(DynamoDbAsyncClient client) {
    this.client = client;
  }

  void create(@Observes StartupEvent start) {
    client
        .createTable(
            create ->
                create
                    .tableName(TABLE)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName("pk")
                            .keyType(KeyType.HASH)
                            .build())
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName("pk")
                            .attributeType(ScalarAttributeType.S)
                            .build()))
        .handle(
            (created, failure) -> {
              if (failure != null && !(failure.getCause() instanceof ResourceInUseException)) {
                throw new IllegalStateException(failure);
              }
              return created;
            })
        .join();
  }

  /** Fails where the key is taken. */
  CompletionStage<?> insert(Publication publication) {
    Instant now = Instant.now();
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("pk", AttributeValue.fromS(publication.hash()));
    item.put("id", AttributeValue.fromS(publication.id()));
    item.put("destination", AttributeValue.fromS(publication.destination()));
    item.put("payload", AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(publication.payload())));
    item.put("status", AttributeValue.fromS("accepted"));
    item.put("acceptedAt", AttributeValue.fromN(Long.toString(now.toEpochMilli())));
    item.put("ttl", AttributeValue.fromN(Long.toString(now.plus(RETENTION).getEpochSecond())));
    if (publication.group() != null) {
      item.put("group", AttributeValue.fromS(publication.group()));
    }
    return client.putItem(
        put -> put.tableName(TABLE).item(item).conditionExpression("attribute_not_exists(pk)"));
  }

  CompletionStage<?> markPublished(Publication publication, String brokerMessageId) {
    return client.updateItem(
        update ->
            update
                .tableName(TABLE)
                .key(key(publication))
                .updateExpression("SET #status = :published, messageId = :id, publishedAt = :now")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(
                    Map.of(
                        ":published", AttributeValue.fromS("published"),
                        ":id", AttributeValue.fromS(brokerMessageId),
                        ":now", AttributeValue.fromN(Long.toString(System.currentTimeMillis())))));
  }

  CompletionStage<Known> find(Publication publication) {
    return client
        .getItem(get -> get.tableName(TABLE).key(key(publication)).consistentRead(true))
        .thenApply(
            answer -> {
              AttributeValue messageId = answer.item().get("messageId");
              return new Known(
                  answer.item().get("id").s(), messageId == null ? null : messageId.s());
            });
  }

  private static Map<String, AttributeValue> key(Publication publication) {
    return Map.of("pk", AttributeValue.fromS(publication.hash()));
  }
}
