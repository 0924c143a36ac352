package dev.postern;

import static dev.postern.testing.Gateway.fresh;
import static dev.postern.testing.Gateway.publish;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.destination.Destination;
import dev.postern.destination.Destinations;
import dev.postern.subscription.Subscriptions;
import dev.postern.testing.EmbeddedAws;
import dev.postern.testing.Faults;
import dev.postern.testing.Inbox;
import dev.postern.testing.Ready;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The process comes up whatever AWS does, says what it lacks, and is ready once that is there. */
@QuarkusTest
@TestProfile(StartTest.NothingThere.class)
@Timeout(180)
class StartTest {
  private static final String TABLE = "start";
  private static final String QUEUE = "start.fifo";

  /** Tables and queues are to be verified, and no service is there to be asked. */
  public static class NothingThere implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "postern.provision", "verify",
          "postern.table", TABLE,
          "postern.destinations.orders.sqs-queue", QUEUE,
          "postern.subscriptions.fulfilment.sqs-queue", QUEUE);
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Refusing.class));
    }
  }

  /** Refuses every connection from before the start on. */
  public static class Refusing implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
      for (Faults.Service service : Faults.Service.values()) {
        Faults.in(service).refuse();
      }
      return Map.of();
    }

    @Override
    public void stop() {
      Faults.clear();
    }
  }

  @Inject Destinations destinations;
  @Inject Subscriptions subscriptions;

  @Test
  void itIsNotReadyAndSaysWhatItLacksUntilItIsThere() {
    // Given services that can't be reached, then it lives, is not ready, and names each of them
    given().get("/q/health/live").then().statusCode(200);
    Ready.awaitNaming(
        "DynamoDB can't be reached or asked: connection refused",
        "destination orders: SQS queue start.fifo can't be reached or asked: connection refused",
        "destination news: SNS topic news can't be reached or asked: connection refused");
    assertThat(Ready.ask().statusCode()).isEqualTo(503);

    // When they can be reached, then it says what to create in them
    Faults.clear();
    Ready.awaitNaming(
        "DynamoDB table start is missing: create it with string keys pk (hash) and sk (range),"
            + " global index due (string dueShard, number dueAt, keys only), TTL on attribute ttl",
        "destination orders: SQS queue start.fifo is missing: create it",
        "subscription fulfilment: SQS queue start.fifo is missing: create it");
    assertThat(Ready.ask().statusCode()).isEqualTo(503);

    // When only the expiry is missing, then it says that
    createTable();
    Ready.awaitNaming("DynamoDB table start does not expire items: enable TTL on attribute ttl");

    // When all of it is there, then it is ready, and works
    createTheRest();
    Ready.await();
    String id = publish("orders").key(fresh("key")).group("g").prefer("wait=25").id(201);
    Inbox.ofQueue(QUEUE).only(id);
  }

  private static void createTable() {
    try (DynamoDbAsyncClient client = EmbeddedAws.dynamoDb()) {
      client
          .createTable(
              create ->
                  create
                      .tableName(TABLE)
                      .billingMode(BillingMode.PAY_PER_REQUEST)
                      .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                      .attributeDefinitions(
                          attribute("pk", ScalarAttributeType.S),
                          attribute("sk", ScalarAttributeType.S),
                          attribute("dueShard", ScalarAttributeType.S),
                          attribute("dueAt", ScalarAttributeType.N))
                      .globalSecondaryIndexes(
                          GlobalSecondaryIndex.builder()
                              .indexName("due")
                              .keySchema(key("dueShard", KeyType.HASH), key("dueAt", KeyType.RANGE))
                              .projection(it -> it.projectionType(ProjectionType.KEYS_ONLY))
                              .build()))
          .join();
    }
  }

  private void createTheRest() {
    try (DynamoDbAsyncClient client = EmbeddedAws.dynamoDb()) {
      client
          .updateTimeToLive(
              update ->
                  update
                      .tableName(TABLE)
                      .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName("ttl")))
          .join();
    }
    for (Destination destination : destinations.all()) {
      String name = destination.target().name();
      destination.target().fold(queue -> Inbox.ofQueue(name), topic -> Inbox.ofTopic(name));
    }
    subscriptions.all().forEach(subscription -> Inbox.ofQueue(subscription.queue().name()));
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }
}
