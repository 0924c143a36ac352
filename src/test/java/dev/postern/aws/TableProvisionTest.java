package dev.postern.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.EmbeddedAws;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The table is complete after {@code create}, whoever began to make it. */
class TableProvisionTest {
  private final DynamoDbAsyncClient client = EmbeddedAws.dynamoDb();
  private final String name = "provision-" + UUID.randomUUID();
  private final TableProvision provision = new TableProvision(new Table(client, name));

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aTableThatIsMissingIsMade() {
    create();

    assertThat(complaints()).isEmpty();
  }

  @Test
  void aTableWhoseMakerEndedBeforeItExpiredItemsIsFinished() {
    // Given what a replica leaves that made the table and ended before it enabled TTL
    create();
    client
        .updateTimeToLive(
            update ->
                update
                    .tableName(name)
                    .timeToLiveSpecification(ttl -> ttl.enabled(false).attributeName("ttl")))
        .join();
    assertThat(complaints()).singleElement().asString().contains("enable TTL");

    // When another creates what is missing
    create();

    // Then nothing is missing any more, and to create again changes nothing
    assertThat(complaints()).isEmpty();
    create();
    assertThat(complaints()).isEmpty();
  }

  private void create() {
    provision.create().toCompletableFuture().join();
  }

  private List<String> complaints() {
    return provision.verify().toCompletableFuture().join();
  }
}
