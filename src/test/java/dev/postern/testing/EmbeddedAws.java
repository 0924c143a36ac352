package dev.postern.testing;

import dev.postern.local.Endpoints;
import dev.postern.local.LocalAws;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsAsyncClient;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * Embedded AWS for tests: one process per test JVM, on free ports, started by whoever asks first
 * and ended with the JVM. Registered as a service, so every Quarkus test has it, the ones against
 * the packaged application as well; the gateway is led through the proxies, so that {@link Faults}
 * can interfere, while the clients handed out here go straight to the services.
 *
 * <p>Nothing is cleaned up between tests: a test names its queues, topics and keys freshly.
 */
public final class EmbeddedAws implements QuarkusTestResourceLifecycleManager {
  /** Quarkus loads this class more than once; a system property is what all copies share. */
  private static final String SHARED = "dev.postern.testing.embedded-aws";

  private static final Region REGION = Region.US_EAST_1;
  private static final String ACCESS_KEY = "test";
  private static final String SECRET_KEY = "test";

  @Override
  public Map<String, String> start() {
    Endpoints endpoints = endpoints();
    Map<String, String> properties = new HashMap<>();
    Map.of(
            "dynamodb", endpoints.dynamoDbProxy(),
            "sqs", endpoints.sqsProxy(),
            "sns", endpoints.snsProxy(),
            "kms", endpoints.kmsProxy())
        .forEach(
            (service, endpoint) -> {
              String prefix = "quarkus." + service + ".";
              String credentials = prefix + "aws.credentials.";
              properties.put(prefix + "endpoint-override", endpoint.toString());
              properties.put(prefix + "aws.region", REGION.id());
              properties.put(credentials + "type", "static");
              properties.put(credentials + "static-provider.access-key-id", ACCESS_KEY);
              properties.put(credentials + "static-provider.secret-access-key", SECRET_KEY);
            });
    return properties;
  }

  @Override
  public void stop() {
    // The process serves the next test; it ends with this JVM.
  }

  /** Where the services are; starts them if no one has. */
  public static Endpoints endpoints() {
    synchronized (System.getProperties()) {
      String line = System.getProperty(SHARED);
      if (line == null) {
        line = LocalAws.startOnFreePorts().endpoints().line();
        System.setProperty(SHARED, line);
      }
      return Endpoints.of(line).orElseThrow();
    }
  }

  /** A fresh client straight to DynamoDB. */
  public static DynamoDbAsyncClient dynamoDb() {
    return dynamoDb(endpoints().dynamoDb());
  }

  /** A fresh client to DynamoDB here, for instance through the proxy. */
  public static DynamoDbAsyncClient dynamoDb(URI endpoint) {
    return client(DynamoDbAsyncClient.builder(), endpoint);
  }

  /** A message's record as it stands in that table; empty where there is none. */
  public static Map<String, AttributeValue> record(
      DynamoDbAsyncClient client, String table, String id) {
    Map<String, AttributeValue> key =
        Map.of(
            "pk", AttributeValue.fromS("rec#" + id.substring(0, 26)),
            "sk", AttributeValue.fromS("rec"));
    return client.getItem(get -> get.tableName(table).key(key).consistentRead(true)).join().item();
  }

  /** A fresh client straight to SQS. */
  public static SqsAsyncClient sqs() {
    return sqs(endpoints().sqs());
  }

  /** A fresh client to SQS here, for instance through the proxy. */
  public static SqsAsyncClient sqs(URI endpoint) {
    return client(SqsAsyncClient.builder(), endpoint);
  }

  /** A fresh client straight to SNS. */
  public static SnsAsyncClient sns() {
    return sns(endpoints().sns());
  }

  /** A fresh client to SNS here, for instance through the proxy. */
  public static SnsAsyncClient sns(URI endpoint) {
    return client(SnsAsyncClient.builder(), endpoint);
  }

  /** A fresh client to KMS here, for instance through the proxy, that never retries. */
  public static KmsAsyncClient kms(URI endpoint) {
    return client(
        KmsAsyncClient.builder()
            .overrideConfiguration(
                override -> override.retryStrategy(AwsRetryStrategy.doNotRetry())),
        endpoint);
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(REGION)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
        .build();
  }
}
