package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.deploy.Settings;
import dev.postern.deploy.Template;
import dev.postern.destination.Destination;
import dev.postern.destination.Target;
import dev.postern.local.LocalAws;
import dev.postern.subscription.Subscription;
import dev.postern.testing.EmbeddedAws;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * What the template makes is what {@code postern.provision=verify} wants to find, and what {@code
 * create} would have made. Made on embedded services of its own, where nobody made anything before.
 */
class InfrastructureTest {
  private static final List<Target> TARGETS =
      Stream.concat(
              production().destinations().all().stream().map(Destination::target),
              production().subscriptions().all().stream().map(Subscription::queue))
          .toList();

  private static LocalAws aws;
  private static DynamoDbAsyncClient dynamoDb;
  private static SqsAsyncClient sqs;
  private static SnsAsyncClient sns;

  private static Settings production() {
    return Settings.of("overlays/prod");
  }

  @BeforeAll
  static void start() {
    aws = LocalAws.startOnFreePorts();
    dynamoDb = EmbeddedAws.dynamoDb(aws.endpoints().dynamoDb());
    sqs = EmbeddedAws.sqs(aws.endpoints().sqs());
    sns = EmbeddedAws.sns(aws.endpoints().sns());
    makeTable(Template.table());
    Template.queues().forEach(InfrastructureTest::makeQueue);
    Template.topics().forEach(InfrastructureTest::makeTopic);
  }

  @AfterAll
  static void stop() {
    dynamoDb.close();
    sqs.close();
    sns.close();
    aws.close();
  }

  @Test
  void theTableIsTheOneThatVerifyWants() {
    String name = Template.table().path("TableName").asText();

    assertThat(table(name).verify().toCompletableFuture().join()).isEmpty();
  }

  @Test
  void theTableIsTheOneThatCreateMakes() {
    table("created").create().toCompletableFuture().join();

    TableDescription created = described("created");
    TableDescription made = described(Template.table().path("TableName").asText());
    assertThat(made.keySchema()).isEqualTo(created.keySchema());
    assertThat(made.attributeDefinitions())
        .containsExactlyInAnyOrderElementsOf(created.attributeDefinitions());
    assertThat(made.billingModeSummary().billingMode())
        .isEqualTo(created.billingModeSummary().billingMode());
    assertThat(indexes(made)).isEqualTo(indexes(created));
  }

  private static List<String> indexes(TableDescription table) {
    return table.globalSecondaryIndexes().stream()
        .map(index -> index.indexName() + index.keySchema() + index.projection())
        .toList();
  }

  static Stream<Target> targets() {
    return TARGETS.stream();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void everyQueueAndTopicOfProductionIsMadeByTheTemplate(Target target) {
    Set<String> names =
        Stream.concat(
                Template.queues().stream().map(queue -> queue.path("QueueName").asText()),
                Template.topics().stream().map(topic -> topic.path("TopicName").asText()))
            .collect(Collectors.toSet());

    assertThat(names).contains(target.name());
  }

  @Test
  void everyQueueAndTopicIsOneThatVerifyWants() {
    TargetProvision provision =
        new TargetProvision(
            new AwsRoom.Clients(dynamoDb, sqs, sns),
            new AwsBroker(new SqsBroker(sqs, new QueueUrls(sqs)), new SnsBroker(sns)));

    Settings here = Settings.ofProductionIn("us-east-1:000000000000");
    for (Destination destination : here.destinations().all()) {
      assertThat(provision.verify(destination).toCompletableFuture().join()).isEmpty();
    }
    for (Subscription subscription : here.subscriptions().all()) {
      assertThat(provision.verify(subscription).toCompletableFuture().join()).isEmpty();
    }
  }

  /** Verify wants it, too, but the embedded SQS does not keep a queue's size. */
  @Test
  void everyQueueTakesWhatItsDestinationTakes() {
    Map<String, Integer> sizes =
        Template.queues().stream()
            .collect(
                Collectors.toMap(
                    queue -> queue.path("QueueName").asText(),
                    queue -> queue.path("MaximumMessageSize").asInt()));

    assertThat(production().destinations().all())
        .filteredOn(destination -> sizes.containsKey(destination.target().name()))
        .hasSize(sizes.size())
        .allMatch(
            destination ->
                sizes.get(destination.target().name()) >= destination.limits().maxPayload());
  }

  @Test
  void whatWasAcceptedSurvivesMistakes() {
    JsonNode table = Template.table();

    assertThat(table.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled").asBoolean())
        .isTrue();
    assertThat(table.path("DeletionProtectionEnabled").asBoolean()).isTrue();
    assertThat(Template.resources())
        .hasSize(1 + Template.queues().size() + Template.topics().size())
        .allMatch(resource -> resource.path("DeletionPolicy").asText().equals("Retain"))
        .allMatch(resource -> resource.path("UpdateReplacePolicy").asText().equals("Retain"));
  }

  @Test
  void whatRestsIsEncrypted() {
    assertThat(Template.table().at("/SSESpecification/SSEEnabled").asBoolean()).isTrue();
    assertThat(Template.queues()).allMatch(queue -> queue.path("SqsManagedSseEnabled").asBoolean());
    assertThat(Template.topics()).allMatch(topic -> topic.hasNonNull("KmsMasterKeyId"));
  }

  @Test
  void fifoIsDeduplicatedByPosternsIdsWithinTheGroup() {
    assertThat(Template.queues())
        .allSatisfy(
            queue -> {
              boolean fifo = queue.path("QueueName").asText().endsWith(".fifo");
              assertThat(queue.path("FifoQueue").asBoolean()).isEqualTo(fifo);
              assertThat(queue.path("ContentBasedDeduplication").asBoolean()).isFalse();
              assertThat(queue.path("DeduplicationScope").asText())
                  .isEqualTo(fifo ? "messageGroup" : "");
              assertThat(queue.path("FifoThroughputLimit").asText())
                  .isEqualTo(fifo ? "perMessageGroupId" : "");
            });
    assertThat(Template.topics())
        .allSatisfy(
            topic -> {
              boolean fifo = topic.path("TopicName").asText().endsWith(".fifo");
              assertThat(topic.path("FifoTopic").asBoolean()).isEqualTo(fifo);
              assertThat(topic.path("ContentBasedDeduplication").asBoolean()).isFalse();
              assertThat(topic.path("FifoThroughputScope").asText())
                  .isEqualTo(fifo ? "MessageGroup" : "");
            });
  }

  /** A redrive policy would end the wait of a group that is blocked, and retention does. */
  @Test
  void aSubscriptionsQueueKeepsWhatWaitsForAPerson() {
    Set<String> received =
        production().subscriptions().all().stream()
            .map(subscription -> subscription.queue().name())
            .collect(Collectors.toSet());

    assertThat(Template.queues())
        .filteredOn(queue -> received.contains(queue.path("QueueName").asText()))
        .hasSameSizeAs(received)
        .noneMatch(queue -> queue.has("RedrivePolicy"))
        .allMatch(queue -> queue.path("MessageRetentionPeriod").asInt() == 14 * 24 * 60 * 60);
  }

  private static TableProvision table(String name) {
    return new TableProvision(new Table(dynamoDb, name));
  }

  private static TableDescription described(String name) {
    return dynamoDb.describeTable(describe -> describe.tableName(name)).join().table();
  }

  private static void makeTable(JsonNode table) {
    String name = table.path("TableName").asText();
    dynamoDb
        .createTable(
            create ->
                create
                    .tableName(name)
                    .billingMode(table.path("BillingMode").asText())
                    .keySchema(keys(table))
                    .attributeDefinitions(
                        elements(table.path("AttributeDefinitions"))
                            .map(
                                each ->
                                    AttributeDefinition.builder()
                                        .attributeName(each.path("AttributeName").asText())
                                        .attributeType(each.path("AttributeType").asText())
                                        .build())
                            .toList())
                    .globalSecondaryIndexes(
                        elements(table.path("GlobalSecondaryIndexes"))
                            .map(InfrastructureTest::index)
                            .toList()))
        .join();
    JsonNode ttl = table.path("TimeToLiveSpecification");
    dynamoDb
        .updateTimeToLive(
            update ->
                update
                    .tableName(name)
                    .timeToLiveSpecification(
                        it ->
                            it.attributeName(ttl.path("AttributeName").asText())
                                .enabled(ttl.path("Enabled").asBoolean())))
        .join();
  }

  private static GlobalSecondaryIndex index(JsonNode index) {
    return GlobalSecondaryIndex.builder()
        .indexName(index.path("IndexName").asText())
        .keySchema(keys(index))
        .projection(it -> it.projectionType(index.at("/Projection/ProjectionType").asText()))
        .build();
  }

  private static List<KeySchemaElement> keys(JsonNode keyed) {
    return elements(keyed.path("KeySchema"))
        .map(
            each ->
                KeySchemaElement.builder()
                    .attributeName(each.path("AttributeName").asText())
                    .keyType(each.path("KeyType").asText())
                    .build())
        .toList();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static void makeQueue(JsonNode queue) {
    sqs.createQueue(
            create ->
                create
                    .queueName(queue.path("QueueName").asText())
                    .attributesWithStrings(attributes(queue, "QueueName")))
        .join();
  }

  private static void makeTopic(JsonNode topic) {
    sns.createTopic(
            create ->
                create
                    .name(topic.path("TopicName").asText())
                    .attributes(attributes(topic, "TopicName")))
        .join();
  }

  /** Of queues and topics CloudFormation's properties are the services' own attributes. */
  private static Map<String, String> attributes(JsonNode properties, String name) {
    Map<String, String> attributes = new HashMap<>();
    properties.properties().stream()
        .filter(property -> !property.getKey().equals(name))
        .forEach(property -> attributes.put(property.getKey(), property.getValue().asText()));
    return attributes;
  }
}
