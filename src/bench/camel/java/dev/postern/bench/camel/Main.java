package dev.postern.bench.camel;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Starts Camel: {@code -Dbench.port=… -Dbench.aws=… -Dbench.key=…}. */
final class Main {
  /** As many at a time as the asynchronous clients of the others may have. */
  private static final int CONNECTIONS = 256;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    URI aws = URI.create(System.getProperty("bench.aws"));
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(System.getProperty("bench.key"), "secret"));
    DynamoDbClient dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(aws)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClient(http())
            .build();
    SqsClient sqs =
        SqsClient.builder()
            .endpointOverride(aws)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClient(http())
            .build();
    org.apache.camel.main.Main camel = new org.apache.camel.main.Main();
    camel.bind("sqs", sqs);
    camel.addInitialProperty("camel.server.enabled", "true");
    camel.addInitialProperty("camel.server.host", "127.0.0.1");
    camel.addInitialProperty("camel.server.port", System.getProperty("bench.port"));
    camel
        .configure()
        .addRoutesBuilder(new PublishRoute(new DynamoDbIdempotentRepository(dynamoDb)));
    camel.run();
  }

  private static SdkHttpClient http() {
    return ApacheHttpClient.builder().maxConnections(CONNECTIONS).build();
  }
}
