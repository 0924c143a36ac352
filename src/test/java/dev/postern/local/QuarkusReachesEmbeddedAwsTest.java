package dev.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.EmbeddedAws;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

@QuarkusTest
class QuarkusReachesEmbeddedAwsTest {
  @Inject DynamoDbAsyncClient dynamoDb;
  @Inject SqsAsyncClient sqs;

  @Test
  void theGatewaysOwnClientsGoThroughTheProxies() {
    // When the gateway's client makes a queue
    String queue = "reached-" + UUID.randomUUID();
    String url = sqs.createQueue(request -> request.queueName(queue)).join().queueUrl();

    // Then the queue's URL is that of the proxy, and the queue is there
    assertThat(url).startsWith(EmbeddedAws.endpoints().sqsProxy().toString());
    assertThat(EmbeddedAws.sqs().listQueues(list -> list.queueNamePrefix(queue)).join().queueUrls())
        .hasSize(1);
    assertThat(dynamoDb.listTables().join().tableNames()).isNotNull();
  }
}
