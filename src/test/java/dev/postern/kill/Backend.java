package dev.postern.kill;

import dev.postern.testing.EmbeddedAws;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** The table and the queues, seen directly: past the gateways and past the faults. */
final class Backend implements AutoCloseable {
  /** A message as it came out of a queue. */
  record Received(String brokerId, String posternId, String key, Optional<String> group) {}

  private static final int EMPTY_RECEIVES = 3;

  private final String table;
  private final DynamoDbAsyncClient dynamoDb = EmbeddedAws.dynamoDb();
  private final SqsAsyncClient sqs = EmbeddedAws.sqs();

  Backend(String table) {
    this.table = table;
  }

  /** Takes everything out of a queue, in the order it gives. */
  List<Received> drain(String queue) {
    String url = sqs.getQueueUrl(get -> get.queueName(queue)).join().queueUrl();
    List<Received> all = new ArrayList<>();
    for (int empty = 0; empty < EMPTY_RECEIVES; ) {
      List<Message> messages =
          sqs.receiveMessage(
                  receive ->
                      receive
                          .queueUrl(url)
                          .maxNumberOfMessages(10)
                          .waitTimeSeconds(1)
                          .messageAttributeNames("All")
                          .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
              .join()
              .messages();
      empty = messages.isEmpty() ? empty + 1 : 0;
      if (!messages.isEmpty()) {
        messages.forEach(message -> all.add(received(message)));
        delete(url, messages);
      }
    }
    return all;
  }

  private void delete(String url, List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : messages) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(message.receiptHandle())
              .build());
    }
    DeleteMessageBatchResponse deleted =
        sqs.deleteMessageBatch(delete -> delete.queueUrl(url).entries(entries)).join();
    if (!deleted.failed().isEmpty()) {
      throw new IllegalStateException("not deleted, so they would come twice: " + deleted.failed());
    }
  }

  private static Received received(Message message) {
    return new Received(
        message.messageId(),
        message.messageAttributes().get("postern-id").stringValue(),
        Callers.parse(message.body()).path("key").asText(),
        Optional.ofNullable(message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID)));
  }

  /** The lanes that are not clear: what stands in each head. */
  List<String> lanesThatWait() {
    List<String> waiting = new ArrayList<>();
    for (Map<String, AttributeValue> item : scan("begins_with(pk, :what)", "lane#")) {
      if (item.get("sk").s().equals("head")) {
        boolean clear = number(item, "tail") == number(item, "done") && !item.containsKey("blk");
        if (!clear) {
          waiting.add(item.toString());
        }
      }
    }
    return waiting;
  }

  private static long number(Map<String, AttributeValue> item, String name) {
    return item.containsKey(name) ? Long.parseLong(item.get(name).n()) : 0;
  }

  /** The ids of the replicas in the list. */
  List<String> replicas() {
    return scan("pk = :what", "replicas").stream().map(item -> item.get("sk").s()).toList();
  }

  /** By message id, the replica that accepted it. */
  Map<String, String> accepters() {
    Map<String, String> accepters = new HashMap<>();
    for (Map<String, AttributeValue> item : scan("begins_with(pk, :what)", "rec#")) {
      String entry = item.get("en").s();
      accepters.put(item.get("id").s(), entry.substring(0, entry.indexOf('/')));
    }
    return accepters;
  }

  private List<Map<String, AttributeValue>> scan(String filter, String what) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    Map<String, AttributeValue> from = null;
    do {
      Map<String, AttributeValue> start = from;
      ScanResponse page =
          dynamoDb
              .scan(
                  scan ->
                      scan.tableName(table)
                          .consistentRead(true)
                          .exclusiveStartKey(start)
                          .filterExpression(filter)
                          .expressionAttributeValues(Map.of(":what", AttributeValue.fromS(what))))
              .join();
      items.addAll(page.items());
      from = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (from != null);
    return items;
  }

  @Override
  public void close() {
    dynamoDb.close();
    sqs.close();
  }
}
