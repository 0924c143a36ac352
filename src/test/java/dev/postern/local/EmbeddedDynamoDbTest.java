package dev.postern.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.testing.EmbeddedAws;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What the gateway relies on in DynamoDB. */
class EmbeddedDynamoDbTest {
  private static final DynamoDbAsyncClient DYNAMO_DB = EmbeddedAws.dynamoDb();
  private static final String TABLE = "facts-" + UUID.randomUUID();

  @BeforeAll
  static void createTable() {
    DYNAMO_DB
        .createTable(
            request ->
                request
                    .tableName(TABLE)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName("pk")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName("pk")
                            .keyType(KeyType.HASH)
                            .build()))
        .join();
  }

  @Test
  void ofTwentyFiveInsertsInOneCallTheOneWhoseKeyExistsFailsAlone() {
    // Given one of 25 keys
    String prefix = UUID.randomUUID() + "-";
    insert(List.of(prefix + 7));

    // When all 25 are inserted in one call
    List<BatchStatementResponse> answers =
        insert(IntStream.range(0, 25).mapToObj(i -> prefix + i).toList());

    // Then that one is a duplicate, and all others are there
    for (int i = 0; i < 25; i++) {
      if (i == 7) {
        assertThat(answers.get(i).error().code())
            .isEqualTo(BatchStatementErrorCodeEnum.DUPLICATE_ITEM);
      } else {
        assertThat(answers.get(i).error()).isNull();
      }
      assertThat(get(prefix + i)).isNotEmpty();
    }
  }

  @Test
  void aConditionalPutOnAnExistingKeyFailsAndReturnsTheOldItem() {
    // Given an item
    String key = UUID.randomUUID().toString();
    insert(List.of(key));

    // When it is put again on the condition that it does not exist
    // Then the put fails and tells what is there
    assertThatThrownBy(
            () ->
                DYNAMO_DB
                    .putItem(
                        put ->
                            put.tableName(TABLE)
                                .item(Map.of("pk", AttributeValue.fromS(key)))
                                .conditionExpression("attribute_not_exists(pk)")
                                .returnValuesOnConditionCheckFailure(
                                    ReturnValuesOnConditionCheckFailure.ALL_OLD))
                    .join())
        .cause()
        .isInstanceOfSatisfying(
            ConditionalCheckFailedException.class,
            failure -> assertThat(failure.item()).containsKey("payload"));
  }

  @Test
  void bytesComeBackAsTheyWereWritten() {
    String key = UUID.randomUUID().toString();
    insert(List.of(key));

    assertThat(get(key).get("payload").b().asByteArray()).containsExactly(0, -1, 10, 13, 127);
  }

  private static List<BatchStatementResponse> insert(List<String> keys) {
    AttributeValue payload =
        AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 10, 13, 127}));
    List<BatchStatementRequest> statements =
        keys.stream()
            .map(
                key ->
                    BatchStatementRequest.builder()
                        .statement("INSERT INTO \"" + TABLE + "\" VALUE {'pk': ?, 'payload': ?}")
                        .parameters(AttributeValue.fromS(key), payload)
                        .build())
            .toList();
    return DYNAMO_DB
        .batchExecuteStatement(request -> request.statements(statements))
        .join()
        .responses();
  }

  private static Map<String, AttributeValue> get(String key) {
    return DYNAMO_DB
        .getItem(
            get ->
                get.tableName(TABLE)
                    .key(Map.of("pk", AttributeValue.fromS(key)))
                    .consistentRead(true))
        .join()
        .item();
  }
}
