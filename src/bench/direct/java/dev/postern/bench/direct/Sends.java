package dev.postern.bench.direct;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** One send for each message, to the queues and the topic of the destinations. */
final class Sends {
  /** What is sent; the key deduplicates on FIFO. */
  record Message(String body, String group, String key) {}

  private static final Map<String, String> QUEUES =
      Map.of("fifo", "direct.fifo", "standard", "direct-standard");
  private static final String TOPIC = "direct-topic.fifo";

  private final SqsAsyncClient sqs;
  private final SnsAsyncClient sns;
  private final Map<String, String> urls = new ConcurrentHashMap<>();
  private String topicArn;

  Sends(SqsAsyncClient sqs, SnsAsyncClient sns) {
    this.sqs = sqs;
    this.sns = sns;
  }

  void create() {
    QUEUES.forEach(
        (destination, name) -> {
          Map<QueueAttributeName, String> attributes =
              name.endsWith(".fifo") ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of();
          urls.put(
              destination,
              sqs.createQueue(create -> create.queueName(name).attributes(attributes))
                  .join()
                  .queueUrl());
        });
    topicArn =
        sns.createTopic(create -> create.name(TOPIC).attributes(Map.of("FifoTopic", "true")))
            .join()
            .topicArn();
  }

  /** Gives the id that the queue or topic has given. */
  CompletionStage<String> send(String destination, Message message) {
    return destination.equals("topic") ? publish(message) : sendToQueue(destination, message);
  }

  private CompletionStage<String> publish(Message message) {
    return sns.publish(
            publish ->
                publish
                    .topicArn(topicArn)
                    .message(message.body())
                    .messageGroupId(message.group())
                    .messageDeduplicationId(message.key()))
        .thenApply(PublishResponse::messageId);
  }

  private CompletionStage<String> sendToQueue(String destination, Message message) {
    return sqs.sendMessage(
            send -> {
              send.queueUrl(urls.get(destination))
                  .messageBody(message.body())
                  .messageGroupId(message.group());
              if (destination.equals("fifo")) {
                send.messageDeduplicationId(message.key());
              }
            })
        .thenApply(SendMessageResponse::messageId);
  }
}
