package dev.postern.bench.camel;

import java.util.Map;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The keys of messages that were taken, each an item, confirmed once it is sent. */
final class DynamoDbIdempotentRepository extends ServiceSupport implements IdempotentRepository {
  private static final String TABLE = "camel";

  private final DynamoDbClient client;

  DynamoDbIdempotentRepository(DynamoDbClient client) {
    this.client = client;
  }

  @Override
  protected void doStart() {
    AttributeDefinition key =
        AttributeDefinition.builder()
            .attributeName("pk")
            .attributeType(ScalarAttributeType.S)
            .build();
    KeySchemaElement hash =
        KeySchemaElement.builder().attributeName("pk").keyType(KeyType.HASH).build();
    try {
      client.createTable(
          create ->
              create
                  .tableName(TABLE)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .attributeDefinitions(key)
                  .keySchema(hash));
    } catch (ResourceInUseException there) {
      // Made by another start: all that is needed.
      return;
    }
  }

  @Override
  public boolean add(String key) {
    try {
      client.putItem(
          put ->
              put.tableName(TABLE).item(item(key)).conditionExpression("attribute_not_exists(pk)"));
      return true;
    } catch (ConditionalCheckFailedException taken) {
      return false;
    }
  }

  @Override
  public boolean contains(String key) {
    return client
        .getItem(get -> get.tableName(TABLE).key(item(key)).consistentRead(true))
        .hasItem();
  }

  @Override
  public boolean remove(String key) {
    client.deleteItem(delete -> delete.tableName(TABLE).key(item(key)));
    return true;
  }

  @Override
  public boolean confirm(String key) {
    client.updateItem(
        update ->
            update
                .tableName(TABLE)
                .key(item(key))
                .updateExpression("SET confirmed = :yes")
                .expressionAttributeValues(Map.of(":yes", AttributeValue.fromBool(true))));
    return true;
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException("nobody clears it");
  }

  private static Map<String, AttributeValue> item(String key) {
    return Map.of("pk", AttributeValue.fromS(key));
  }
}
