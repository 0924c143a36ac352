package dev.postern.bench.direct;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** One send for each message, to the queues and the topic of the destinations. */
final class Sends {
  /** What is sent; the key deduplicates on FIFO. */
  record Message(String body, String group, String key) {}

  private final Services services;
  private final Map<String, String> urls = new ConcurrentHashMap<>();
  private String topicArn;

  Sends(Services services) {
    this.services = services;
  }

  /** Makes the queues and the topic, whose names begin so. */
  void create(String prefix) {
    urls.put(
        "fifo",
        services.create(
            CreateQueueRequest.builder()
                .queueName(prefix + ".fifo")
                .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true"))
                .build()));
    urls.put(
        "standard",
        services.create(CreateQueueRequest.builder().queueName(prefix + "-standard").build()));
    topicArn =
        services.create(
            CreateTopicRequest.builder()
                .name(prefix + "-topic.fifo")
                .attributes(Map.of("FifoTopic", "true"))
                .build());
  }

  /** Gives the id that the queue or topic has given. */
  CompletionStage<String> send(String destination, Message message) {
    return destination.equals("topic") ? publish(message) : sendToQueue(destination, message);
  }

  private CompletionStage<String> publish(Message message) {
    return services.publish(
        PublishRequest.builder()
            .topicArn(topicArn)
            .message(message.body())
            .messageGroupId(message.group())
            .messageDeduplicationId(message.key())
            .build());
  }

  private CompletionStage<String> sendToQueue(String destination, Message message) {
    SendMessageRequest.Builder send =
        SendMessageRequest.builder()
            .queueUrl(urls.get(destination))
            .messageBody(message.body())
            .messageGroupId(message.group());
    if (destination.equals("fifo")) {
      send.messageDeduplicationId(message.key());
    }
    return services.send(send.build());
  }
}
