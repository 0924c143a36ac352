package dev.postern.deploy;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.postern.destination.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.kms.KmsAsyncClient;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * The policy allows each call that the adapters make, on what production is configured with, and no
 * other. What is called is read off the compiled adapters, so a new call is missed here first.
 */
class PolicyTest {
  private static final String IN = ":" + Manifests.home() + ":";
  private static final String NOTHING = "";

  /** Needed with {@code postern.provision=create} only, which production is not. */
  private static final String CREATES = "creates";

  private static final Map<String, String> DYNAMO_DB =
      Map.ofEntries(
          entry("getItem", "GetItem"),
          entry("batchGetItem", "BatchGetItem"),
          entry("putItem", "PutItem"),
          entry("updateItem", "UpdateItem"),
          entry("deleteItem", "DeleteItem"),
          entry("query", "Query"),
          entry("describeTable", "DescribeTable"),
          entry("describeTimeToLive", "DescribeTimeToLive"),
          // By what it is made of: statements, and writes.
          entry("batchExecuteStatement", NOTHING),
          entry("transactWriteItems", NOTHING),
          entry("createTable", CREATES),
          entry("updateTimeToLive", CREATES),
          entry("waiter", CREATES),
          entry("close", NOTHING));

  private static final Map<String, String> TRANSACTED =
      Map.of(
          "put", "PutItem",
          "update", "UpdateItem",
          "delete", "DeleteItem",
          "conditionCheck", "ConditionCheckItem",
          "build", NOTHING);

  private static final Map<String, String> STATEMENTS =
      Map.of(
          "INSERT", "PartiQLInsert",
          "UPDATE", "PartiQLUpdate",
          "DELETE", "PartiQLDelete",
          "SELECT", "PartiQLSelect");

  private static final Map<String, String> SQS =
      Map.ofEntries(
          entry("sendMessage", "SendMessage"),
          entry("sendMessageBatch", "SendMessage"),
          entry("receiveMessage", "ReceiveMessage"),
          entry("deleteMessageBatch", "DeleteMessage"),
          entry("changeMessageVisibilityBatch", "ChangeMessageVisibility"),
          entry("getQueueUrl", "GetQueueUrl"),
          entry("getQueueAttributes", "GetQueueAttributes"),
          entry("createQueue", CREATES),
          entry("close", NOTHING));

  private static final Map<String, String> SNS =
      Map.of(
          "publishBatch", "Publish",
          "getTopicAttributes", "GetTopicAttributes",
          "listTopics", "ListTopics",
          "createTopic", CREATES,
          "close", NOTHING);

  private static final Map<String, String> KMS =
      Map.of("generateDataKey", "GenerateDataKey", "decrypt", "Decrypt", "close", NOTHING);

  private static final JavaClasses ADAPTERS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.postern.aws");

  private final Settings production = Settings.of("overlays/prod");

  @Test
  void thePolicyAllowsEachCallThatTheAdaptersMakeAndNoOther() {
    Set<String> needed = new TreeSet<>();
    String table = "arn:aws:dynamodb" + IN + "table/" + Template.table().path("TableName").asText();
    tableActions().forEach(action -> needed.add(action + " " + table));
    // The one look-up by the index; the others go to the table itself.
    needed.add("dynamodb:Query " + table + "/index/due");
    production
        .destinations()
        .all()
        .forEach(
            destination ->
                needed.addAll(destination.target().fold(PolicyTest::ofQueue, PolicyTest::ofTopic)));
    production
        .subscriptions()
        .all()
        .forEach(
            subscription ->
                calls(SqsAsyncClient.class, "sqs", SQS, in -> !in.equals("SqsBroker"))
                    .forEach(
                        action -> needed.add(action + " " + queue(subscription.queue().name()))));

    assertThat(allowed()).containsExactlyElementsOf(needed);
  }

  @Test
  void whoeverEncryptsMayDoSoForTheTableAndNoMore() {
    JsonNode statements = json("aws/iam-policy-kms.json").path("Statement");

    assertThat(statements).hasSize(1);
    assertThat(texts(statements.get(0).path("Action")))
        .containsExactlyElementsOf(calls(KmsAsyncClient.class, "kms", KMS, in -> true));
    assertThat(texts(statements.get(0).path("Resource")))
        .allMatch(key -> key.startsWith("arn:aws:kms" + IN + "key/"));
    assertThat(
            statements.get(0).at("/Condition/StringEquals").path("kms:EncryptionContext:postern"))
        .isEqualTo(Template.table().path("TableName"));
  }

  @Test
  void nothingIsAllowedOnMoreThanIsNamed() {
    assertThat(allowed()).noneMatch(pair -> pair.contains("*"));
  }

  @Test
  void onlyPosternsServiceAccountMayTakeTheRole() {
    JsonNode trust = json("aws/irsa-trust-policy.json").path("Statement");

    assertThat(trust).hasSize(1);
    assertThat(trust.get(0).path("Action").asText()).isEqualTo("sts:AssumeRoleWithWebIdentity");
    assertThat(trust.get(0).path("Condition").path("StringEquals"))
        .extracting(JsonNode::asText)
        .contains("system:serviceaccount:postern:postern", "sts.amazonaws.com");
  }

  private static Set<String> tableActions() {
    Set<String> actions = calls(DynamoDbAsyncClient.class, "dynamodb", DYNAMO_DB, in -> true);
    actions.addAll(calls(TransactWriteItem.Builder.class, "dynamodb", TRANSACTED, in -> true));
    String sources = sources();
    STATEMENTS.forEach(
        (word, action) -> {
          if (Pattern.compile("\"" + word + "\\b").matcher(sources).find()) {
            actions.add("dynamodb:" + action);
          }
        });
    return actions;
  }

  private static List<String> ofQueue(Target.SqsQueue queue) {
    return calls(SqsAsyncClient.class, "sqs", SQS, in -> !in.equals("SqsInbox")).stream()
        .map(action -> action + " " + queue(queue.name()))
        .toList();
  }

  private static List<String> ofTopic(Target.SnsTopic topic) {
    // Topics are listed to find one by its name; on a single topic that can't be allowed.
    assertThat(topic.isArn()).isTrue();
    return calls(SnsAsyncClient.class, "sns", SNS, in -> true).stream()
        .filter(action -> !action.equals("sns:ListTopics"))
        .map(action -> action + " " + topic.configured())
        .toList();
  }

  private static String queue(String name) {
    return "arn:aws:sqs" + IN + name;
  }

  /** The actions behind the calls of one client, from the classes of these names. */
  private static Set<String> calls(
      Class<?> client, String service, Map<String, String> actions, Predicate<String> in) {
    return ADAPTERS.stream()
        .filter(adapter -> in.test(adapter.getSimpleName()))
        .flatMap(
            adapter ->
                Stream.<JavaCodeUnitAccess<?>>concat(
                    adapter.getMethodCallsFromSelf().stream(),
                    adapter.getMethodReferencesFromSelf().stream()))
        .filter(call -> call.getTargetOwner().isEquivalentTo(client))
        .map(
            call -> {
              assertThat(actions).containsKey(call.getName());
              return actions.get(call.getName());
            })
        .filter(action -> !action.equals(NOTHING) && !action.equals(CREATES))
        .map(action -> service + ":" + action)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String sources() {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/postern/aws"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** Each action with each thing that it is allowed on. */
  private static Set<String> allowed() {
    Set<String> pairs = new TreeSet<>();
    for (JsonNode statement : json("aws/iam-policy.json").path("Statement")) {
      assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
      for (String resource : texts(statement.path("Resource"))) {
        texts(statement.path("Action")).forEach(action -> pairs.add(action + " " + resource));
      }
    }
    return pairs;
  }

  /** One text, or several. */
  private static List<String> texts(JsonNode node) {
    if (node.isTextual()) {
      return List.of(node.asText());
    }
    List<String> texts = new ArrayList<>();
    node.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static JsonNode json(String file) {
    try {
      return new ObjectMapper().readTree(Manifests.K8S.resolve(file).toFile());
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
