package dev.postern.bench.spring;

import jakarta.annotation.PostConstruct;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Repository;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.IgnoreNullsMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;

/** One item for each message: with its payload, so that it can be sent again, and what became. */
@Repository
class Publications {
  private static final Duration RETENTION = Duration.ofHours(24);
  private static final Expression IS_NEW =
      Expression.builder().expression("attribute_not_exists(pk)").build();

  private final DynamoDbTable<Publication> table;

  Publications(DynamoDbEnhancedClient client) {
    table = client.table("spring", TableSchema.fromBean(Publication.class));
  }

  @PostConstruct
  void create() {
    try {
      table.createTable();
    } catch (ResourceInUseException there) {
      // Made by another start: all that is needed.
      return;
    }
  }

  /**
   * Writes a record.
   *
   * @throws ConditionalCheckFailedException where the key is taken
   */
  void insert(Publication publication) {
    Instant now = Instant.now();
    publication.setStatus("accepted");
    publication.setAcceptedAt(now.toEpochMilli());
    publication.setTtl(now.plus(RETENTION).getEpochSecond());
    table.putItem(put -> put.item(publication).conditionExpression(IS_NEW));
  }

  /** Writes what became of it, and leaves the rest as it is. */
  void markPublished(Publication publication, String brokerMessageId) {
    Publication change = new Publication();
    change.setPk(publication.getPk());
    change.setStatus("published");
    change.setBrokerMessageId(brokerMessageId);
    change.setPublishedAt(System.currentTimeMillis());
    table.updateItem(update -> update.item(change).ignoreNullsMode(IgnoreNullsMode.SCALAR_ONLY));
  }

  /** What is known of a message whose record is there. */
  Publication find(String pk) {
    Key key = Key.builder().partitionValue(pk).build();
    return table.getItem(get -> get.key(key).consistentRead(true));
  }
}
